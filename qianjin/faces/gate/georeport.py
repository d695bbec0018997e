"""Refusals and answers as GeoReport v2 writes them: XML or JSON by the ending of the address."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from django.http import HttpRequest, HttpResponse

PREFIX = "/api/open311/"


def is_georeport(request: HttpRequest) -> bool:
    """Whether a program asks that speaks GeoReport."""
    return request.path.startswith(PREFIX)


def write(
    request: HttpRequest,
    root: str,
    item: str,
    rows: Sequence[Mapping[str, Any]],
    status: int = 200,
) -> HttpResponse:
    """A list of flat or nested rows; JSON leaves out the names of root and item."""
    if request.path.endswith(".json"):
        body = json.dumps(list(rows), ensure_ascii=False).encode()
        return HttpResponse(body, status=status, content_type="application/json; charset=utf-8")
    top = ElementTree.Element(root)
    for row in rows:
        _put(top, item, row)
    return xml(top, status)


def xml(top: ElementTree.Element, status: int = 200) -> HttpResponse:
    """A tree with its declaration."""
    body = ElementTree.tostring(top, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, status=status, content_type="text/xml; charset=utf-8")


def element(name: str, value: Mapping[str, Any]) -> ElementTree.Element:
    """A tree of one nested row."""
    holder = ElementTree.Element("holder")
    _put(holder, name, value)
    return holder[0]


def _put(parent: ElementTree.Element, name: str, value: Any) -> None:
    """A mapping becomes children, a list repeats the singular of its name, empty stays empty."""
    child = ElementTree.SubElement(parent, name)
    if isinstance(value, Mapping):
        for inner, told in value.items():
            _put(child, inner, told)
    elif isinstance(value, list | tuple):
        for told in value:
            _put(child, name.removesuffix("s"), told)
    elif value is not None:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        child.text = "".join(sign for sign in text if sign in "\t\n" or sign >= " ")


def refusal(
    request: HttpRequest, status: int, sentence: Any, fields: Mapping[str, Any] | None = None
) -> HttpResponse:
    """An error, or one for each field; a key that is missing or wrong is 403 there."""
    status = {401: 403, 409: 400, 422: 400}.get(status, status)
    sentences = [
        f"{name}: {problem}" for name, problems in (fields or {}).items() for problem in problems
    ]
    rows = [{"code": status, "description": told} for told in sentences or [str(sentence)]]
    return write(request, "errors", "error", rows, status)
