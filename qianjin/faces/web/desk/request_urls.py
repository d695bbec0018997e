"""诉求单 The page of one request and what one may do there."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
