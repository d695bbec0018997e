"""The office's pages of one park. Each part of the face names its own; the names are shared."""

from __future__ import annotations

from django.urls import include, path

app_name = "web"
urlpatterns = [
    path("", include("qianjin.faces.web.clearing.urls")),
    path("", include("qianjin.faces.web.delivery.urls")),
    path("", include("qianjin.faces.web.desk.urls")),
    path("", include("qianjin.faces.web.drives.urls")),
    path("", include("qianjin.faces.web.enterprises.urls")),
    path("", include("qianjin.faces.web.investment.urls")),
    path("", include("qianjin.faces.web.subsidies.urls")),
    path("", include("qianjin.faces.web.prospects.urls")),
    path("", include("qianjin.faces.web.land.urls")),
    path("", include("qianjin.faces.web.library.urls")),
    path("", include("qianjin.faces.web.map.urls")),
    path("", include("qianjin.faces.web.visits.urls")),
    path("", include("qianjin.faces.web.people.urls")),
    path("", include("qianjin.faces.web.park.urls")),
    path("", include("qianjin.faces.web.channels.urls")),
    path("", include("qianjin.faces.web.tokens.urls")),
]
