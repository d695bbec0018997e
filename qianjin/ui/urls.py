"""Addresses of the kit: the gallery, its pages, and the switch of the language."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from qianjin.ui import gallery

app_name = "ui"

urlpatterns = [
    path("", gallery.index, name="gallery"),
    path("found/", gallery.found, name="found"),
    path("language/", set_language, name="language"),
    path("pages/<slug:name>/", gallery.page, name="page"),
]
