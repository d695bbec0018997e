"""Every endpoint of the whole URL tree, and what to send to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from qianjin.faces.gate.access import Access, access_of, classes_of


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of the tree: its name, the parameters in it, how each method is classified."""

    name: str
    view: Any
    parameters: tuple[str, ...]
    classes: Mapping[str, Access]

    @property
    def is_ours(self) -> bool:
        return str(getattr(self.view, "__module__", "")).startswith("qianjin.")

    @property
    def is_api(self) -> bool:
        return self.name.startswith(("api:", "interface:", "open311:", "ogc:"))

    @property
    def is_georeport(self) -> bool:
        """Whether it answers as GeoReport v2 has it, where a missing key is 403."""
        return self.name.startswith("open311:")

    @property
    def in_park(self) -> bool:
        return "park" in self.parameters

    @property
    def thing(self) -> str:
        return next((access.thing for access in self.classes.values()), "")

    def address(self, park: str = "", value: Any = None) -> str:
        """Where it is, in a park, for one thing."""
        named = {}
        for parameter in self.parameters:
            if parameter == "park":
                named[parameter] = park
            else:
                named[parameter] = value[parameter] if isinstance(value, dict) else value
        return reverse(self.name, kwargs=named)


def _walk(patterns: Any, spaces: tuple[str, ...], before: tuple[str, ...]) -> Iterator[Endpoint]:
    for pattern in patterns:
        known = (*before, *pattern.pattern.converters, *_groups(pattern))
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, inner, known)
        elif isinstance(pattern, URLPattern):
            name = ":".join((*spaces, pattern.name or ""))
            yield Endpoint(name, pattern.callback, tuple(dict.fromkeys(known)), _classes(pattern))


def _groups(pattern: Any) -> tuple[str, ...]:
    regex = getattr(pattern.pattern, "regex", None)
    return tuple(regex.groupindex) if regex is not None else ()


def _classes(pattern: URLPattern) -> Mapping[str, Access]:
    return classes_of(pattern.callback)


@cache
def every_endpoint() -> tuple[Endpoint, ...]:
    """The whole registry, in the order of the tree."""
    return tuple(_walk(get_resolver().url_patterns, (), ()))


def in_a_park() -> list[Endpoint]:
    """Our endpoints below a park."""
    return [found for found in every_endpoint() if found.in_park and found.classes]


def library_access(endpoint: Endpoint) -> Access | None:
    """How a view of a library is classified by its name."""
    return access_of(endpoint.view, endpoint.name)


SAID: dict[str, Any] = {
    "words": "这是一句完整的话。",
    "text": "这是一句完整的话。",
    "reason": "这是一句完整的理由。",
    "name": "新名字（演示）",
    "name_zh": "新名字",
    "name_en": "New name",
    "title": "新题目",
    "phone": "13800000000",
    "kind": "policy",
    "aim": "service",
    "level": "normal",
    "score": "5",
    "language": "en",
    "role": "general_affairs",
    "code": "extra",
    "position": "3",
    "days": "30",
    "key": "draft.key",
    "fields": "{}",
    "page": "requests",
    "query": "tab=open",
    "version": "1",
    "day": "2026-12-31",
    "from_on": "2026-11-26",
    "until_on": "2026-11-27",
    "on": "2026-12-31",
    "milestone": "完成初步设计",
    "milestone_on": "2026-12-31",
    "year": "2025",
    "at": "2026-11-26T10:00",
    "number_prefix": "QJ",
    "time_zone": "Asia/Shanghai",
    "outcome": "solved",
}
"""What a form is filled with: every field that any of them has, so that most are valid."""


def said_to(endpoint: Endpoint) -> dict[str, Any]:
    """A body for a POST; an operation of the API gets what its description asks for."""
    if not endpoint.is_api:
        return SAID
    from qianjin.faces.api.docs import description

    for methods in description()["paths"].values():
        operation = methods.get("post")
        if operation and f"api:{operation['operationId']}" == endpoint.name:
            content = operation.get("requestBody", {}).get("content", {})
            return _example(content["application/json"]["schema"]) if content else {}
    return {}


def _example(schema: dict[str, Any]) -> dict[str, Any]:
    from qianjin.faces.api.docs import description

    if "$ref" in schema:
        schema = description()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    needed = schema.get("required", [])
    return {
        name: _value(field)
        for name, field in schema.get("properties", {}).items()
        if name in needed
    }


def _value(field: dict[str, Any]) -> Any:
    """Something a field of the description takes."""
    if "enum" in field:
        return field["enum"][0]
    if field.get("type") == "array":
        return [_example(field["items"])]
    return 5 if field.get("type") == "integer" else "这是一句完整的话。"
