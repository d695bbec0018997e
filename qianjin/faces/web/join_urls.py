"""Taking up an invitation, outside any park: whoever opens the link has no role yet."""

from __future__ import annotations

from django.urls import path

from .people import joining

urlpatterns = [
    path("<str:token>/", joining.join, name="join"),
    path("<str:token>/me/", joining.join_as_me, name="join_as_me"),
]
