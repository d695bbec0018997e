"""The days of one's projects in a calendar, under a secret address outside any park."""

from __future__ import annotations

from django.urls import path

from . import calendars

urlpatterns = [path("<str:token>.ics", calendars.ics, name="projects_ics")]
