"""A letter's own link, outside any park: whoever holds it has no account."""

from __future__ import annotations

from django.urls import path

from . import by_link

urlpatterns = [path("<str:token>/", by_link.letter, name="letter_link")]
