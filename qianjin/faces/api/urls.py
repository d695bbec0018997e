"""Addresses of the interface: its description, and below each park its operations."""

from __future__ import annotations

from django.urls import include, path

from . import docs
from .delivery import router as delivery
from .drives import router as drives
from .enterprises import router as enterprises
from .machine import api, routes
from .parcels import router as parcels
from .projects import router as projects
from .prospects import router as prospects
from .requests import router as requests
from .sites import router as sites
from .subsidies import router as subsidies
from .together import router as together
from .worktime import router as worktime

for _router in (
    requests,
    together,
    enterprises,
    drives,
    subsidies,
    prospects,
    projects,
    parcels,
    sites,
    worktime,
    delivery,
):
    api.add_router("", _router)

app_name = "api"
urlpatterns = [
    path("docs", docs.page, name="docs"),
    path("openapi.json", docs.openapi, name="openapi"),
    path("<slug:park>/", include(routes())),
]
