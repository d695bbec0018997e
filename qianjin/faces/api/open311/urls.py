"""Every address in both formats; XML is the one that each server has to speak."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("media/<int:pk>", views.media, name="georeport_media"),
    *(
        entry
        for form in ("xml", "json")
        for entry in (
            path(f"discovery.{form}", views.discovery, name=f"georeport_discovery_{form}"),
            path(f"services.{form}", views.services, name=f"georeport_services_{form}"),
            path(
                f"services/<slug:service_code>.{form}",
                views.definition,
                name=f"georeport_service_{form}",
            ),
            path(f"requests.{form}", views.requests, name=f"georeport_requests_{form}"),
            path(f"requests/<slug:number>.{form}", views.one, name=f"georeport_request_{form}"),
            path(f"tokens/<slug:number>.{form}", views.token, name=f"georeport_token_{form}"),
        )
    ),
]
