"""The addresses that Part 1 names."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("", views.landing, name="ogc_landing"),
    path("conformance", views.conformance, name="ogc_conformance"),
    path("api", views.description, name="ogc_description"),
    path("collections", views.collections, name="ogc_collections"),
    path("collections/parcels", views.collection, name="ogc_parcels"),
    path("collections/parcels/items", views.items, name="ogc_items"),
    path("collections/parcels/items/<int:pk>", views.item, name="ogc_item"),
]
