"""企业库 Addresses of the enterprise directory."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("qianjin.faces.web.enterprises.import_urls")),
]
