"""The description of the interface: as OpenAPI for machines, as one plain page for people."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from qianjin.apps.accounts import selectors as accounts
from qianjin.faces.gate import SIGNED_IN, endpoint, pages

PREFIX = "/api/v1/{park}"
PARK = {
    "in": "path", "name": "park", "required": True, "description": "The park's short name.",
    "schema": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
}  # fmt: skip
KEY = {
    "in": "header", "name": "Idempotency-Key", "required": True,
    "description": "Made anew for each act; a repeat with it gets the first answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[!-~]+$"},
}  # fmt: skip


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """The whole as OpenAPI 3.1; what every operation shares is written into each."""
    from .urls import api, classes

    schema: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    for methods in schema["paths"].values():
        for method, operation in methods.items():
            shared = [PARK, KEY] if method == "post" else [PARK]
            operation["parameters"] = [*shared, *operation["parameters"]]
            classified = classes[operation["operationId"]][method.upper()]
            operation["x-right"] = classified.capability
    schema["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
    }
    schema["security"] = [{"token": []}, {"session": []}]
    schema.pop("servers", None)
    return schema


@endpoint(SIGNED_IN, side="any")
def openapi(request: HttpRequest) -> HttpResponse:
    """The description for machines; a token of any side opens it."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


@endpoint(SIGNED_IN, side="any")
def page(request: HttpRequest) -> HttpResponseBase:
    """The description for people of the office; to anyone else it is not there."""
    if not accounts.serves_an_office(request.user, on=timezone.localdate()):  # type: ignore[arg-type]
        return pages.not_found(request)
    schema = description()
    tags: dict[str, list[dict[str, Any]]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            tags.setdefault(operation["tags"][0], []).append(_shown(path, method, operation))
    context = {"info": schema["info"], "tags": tags, "origin": request.build_absolute_uri("/")[:-1]}
    return render(request, "api/docs.html", context)


def _shown(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    own = [p for p in operation["parameters"] if p["name"] not in {"park", "Idempotency-Key"}]
    body = operation.get("requestBody", {}).get("content", {})
    return {
        "id": operation["operationId"],
        "path": path,
        "method": method.upper(),
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "right": operation["x-right"],
        "parameters": [_field(p["name"], p["schema"], p["required"]) for p in own],
        "body": _body(next(iter(body.values()))["schema"]) if body else [],
        "kinds": list(body),
        "answers": sorted(int(code) for code in operation["responses"]),
    }


def _body(schema: dict[str, Any]) -> list[dict[str, Any]]:
    schema = _looked_up(schema)
    needed = schema.get("required", [])
    return [
        _field(name, field, name in needed) for name, field in schema.get("properties", {}).items()
    ]


def _looked_up(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        found: dict[str, Any] = description()["components"]["schemas"][name]
        return found
    return schema


def _field(name: str, schema: dict[str, Any], is_needed: bool) -> dict[str, Any]:
    choices = schema.get("anyOf", [schema])
    kinds = [c.get("format") or c.get("type", "") for c in choices if c.get("type") != "null"]
    listed: list[str] = next((c["enum"] for c in choices if "enum" in c), [])
    return {
        "name": name,
        "type": ", ".join(kind for kind in kinds if kind),
        "is_needed": is_needed,
        "choices": listed,
        "default": schema.get("default"),
        "description": schema.get("description", ""),
    }
