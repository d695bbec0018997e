"""诉求 The desk's pages: the day, the lists and overviews; then the page of one request."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("qianjin.faces.web.desk.request_urls")),
]
