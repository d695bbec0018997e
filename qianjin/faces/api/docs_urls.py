"""Addresses of the description of the interface; pages name them without loading operations."""

from __future__ import annotations

from django.urls import path

from . import docs

app_name = "interface"
urlpatterns = [
    path("docs", docs.page, name="docs"),
    path("openapi.json", docs.openapi, name="openapi"),
]
