"""The interface as OpenAPI 3.0, for clients that read it before they ask."""

from __future__ import annotations

from typing import Any

from .query import FEWEST, MOST, USUAL


def openapi(root: str, title: str) -> dict[str, Any]:
    """The whole description."""
    ok = {"200": {"description": "As Part 1 has it."}}
    refused = {"400": {"description": "A parameter is not known or can not be read."}}
    parameters = {
        "limit": _number("limit", FEWEST, MOST, USUAL),
        "bbox": _list("bbox", "West, south, east, north, in the order of bbox-crs."),
        "bbox-crs": _text("bbox-crs", "The system of bbox; CRS84 without it."),
        "crs": _text("crs", "The system of the answer; CRS84 without it."),
        "datetime": _text("datetime", "A day or an interval in which a boundary has stood."),
        "after": _text("after", "Where the page begins, as the link “next” has it."),
    }
    named = [{"$ref": f"#/components/parameters/{name}"} for name in parameters]
    paths: dict[str, Any] = {
        address: {"get": {"operationId": name, "responses": ok}}
        for address, name in (
            ("/", "landing"),
            ("/conformance", "conformance"),
            ("/collections", "collections"),
            ("/collections/parcels", "parcels"),
        )
    }
    paths["/collections/parcels/items"] = {
        "get": {"operationId": "items", "parameters": named, "responses": ok | refused}
    }
    one = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    paths["/collections/parcels/items/{id}"] = {
        "get": {
            "operationId": "item",
            "parameters": [one, {"$ref": "#/components/parameters/crs"}],
            "responses": ok | refused | {"404": {"description": "There is no such parcel."}},
        }
    }
    return {
        "openapi": "3.0.3",
        "info": {"title": title, "version": "1.0.0"},
        "servers": [{"url": root}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "parameters": parameters,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _query(name: str, told: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": told, "schema": schema}


def _text(name: str, told: str) -> dict[str, Any]:
    return _query(name, told, {"type": "string"})


def _number(name: str, least: int, most: int, usual: int) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": least, "maximum": most, "default": usual}
    return _query(name, "Features a page.", schema)


def _list(name: str, told: str) -> dict[str, Any]:
    schema = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    return _query(name, told, schema) | {"style": "form", "explode": False}
