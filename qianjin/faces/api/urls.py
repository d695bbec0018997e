"""Addresses of the operations of the interface, below each park."""

from __future__ import annotations

from django.urls import include, path

from .delivery import router as delivery
from .drives import router as drives
from .enterprises import router as enterprises
from .machine import api, classes, routes
from .parcels import router as parcels
from .projects import router as projects
from .prospects import router as prospects
from .requests import router as requests
from .sites import router as sites
from .subsidies import router as subsidies
from .together import router as together
from .worktime import router as worktime

__all__ = ["api", "classes", "urlpatterns"]

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

urlpatterns = [path("<slug:park>/", include(routes()))]
