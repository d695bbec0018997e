"""The kit alone: its tests need no face and no database."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("ui/", include("qianjin.ui.urls"))]
