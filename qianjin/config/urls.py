"""The URL tree. Every view in it is classified; the doorkeeper refuses any that is not."""

from __future__ import annotations

from django.urls import include, path

from qianjin.config.late import late
from qianjin.faces.gate import pages

handler404 = "qianjin.faces.gate.pages.not_found"
handler500 = "qianjin.faces.gate.pages.server_error"
handler403 = "qianjin.faces.gate.pages.forbidden"
handler400 = "qianjin.faces.gate.pages.bad_request"

urlpatterns = [
    path("", pages.home, name="home"),
    path("healthz", pages.health, name="health"),
    path("accounts/", include("allauth.urls")),
    path("ui/", include("qianjin.ui.urls")),
    path(
        "api/open311/<slug:park>/v2/",
        include(("qianjin.faces.api.open311.urls", "api"), namespace="open311"),
    ),
    path(
        "api/ogc/<slug:park>/",
        include(("qianjin.faces.api.ogc.urls", "api"), namespace="ogc"),
    ),
    path("api/v1/", include("qianjin.faces.api.docs_urls")),
    # What programs ask and do, 20 MB with what it stands on: docs/decisions/0016.
    late("api/v1/", "qianjin.faces.api.urls", namespace="api"),
    path("join/", include("qianjin.faces.web.join_urls")),
    path("public/", include("qianjin.faces.web.desk.public_urls")),
    path("rounds/", include("qianjin.faces.web.visits.feed_urls")),
    path("calendars/", include("qianjin.faces.web.investment.feed_urls")),
    path("letters/", include("qianjin.faces.web.delivery.link_urls")),
    path("<slug:park>/portal/", include("qianjin.faces.portal.urls")),
    path("<slug:park>/", include("qianjin.faces.web.urls")),
]
