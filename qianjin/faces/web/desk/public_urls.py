"""What anybody may read, without signing in and outside every park's own addresses."""

from __future__ import annotations

from django.urls import path

from . import public

urlpatterns = [path("<slug:slug>/scores/", public.scores, name="public_scores")]
