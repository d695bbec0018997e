"""An officer's rounds in a calendar, under a secret address outside any park."""

from __future__ import annotations

from django.urls import path

from . import feed

urlpatterns = [path("<str:token>.ics", feed.ics, name="rounds_ics")]
