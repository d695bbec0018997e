"""地图 The map, its tiles, and the sheet of a parcel."""

from __future__ import annotations

from django.urls import path

from . import background, comparing, sheet, tiles, views

TILE = "<slug:by>/<int:zoom>/<int:column>/<int:row>"

urlpatterns = [
    path("map/", views.park_map, name="map"),
    path("map/found/", views.found, name="map_found"),
    path("map/compare/", comparing.compare, name="map_compare"),
    path("map/parcels/<int:pk>/", views.card, name="map_parcel"),
    path("map/parcels/<int:pk>/sheet/", sheet.sheet, name="map_sheet"),
    path("map/parcels/<int:pk>/word/", sheet.word, name="map_sheet_word"),
    path(f"map/tiles/{TILE}", tiles.tile, name="map_tile"),
    path(f"map/tiles-gcj02/{TILE}", tiles.tile_gcj02, name="map_tile_gcj02"),
    path("map/background/", background.background, name="map_background"),
    path(
        "map/background/<int:zoom>/<int:column>/<int:row>",
        tiles.background,
        name="map_background_tile",
    ),
]
