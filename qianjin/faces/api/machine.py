"""The interface itself: how an operation is declared, classified, refused and written out.

Every operation names its right, as a page does; the doorkeeper asks for it before the operation
is reached. ``request.actor`` is then the person in whose name the program acts. What changes
something runs in the doorkeeper's frame: one transaction, one idempotency key.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder

from qianjin.faces.gate import access
from qianjin.faces.gate.access import Access, acts, endpoint, operations
from qianjin.units.refusals import BadInput, Refusal

VERSION = "1.0.0"


class Written(BaseRenderer):
    """JSON in UTF-8, as people write it."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        return json.dumps(data, cls=NinjaJSONEncoder, ensure_ascii=False)


api = NinjaAPI(
    title="前进 Qianjin",
    version=VERSION,
    description=(
        "Requests, enterprises and due times of one park. A program acts in the name of the"
        " person whose token it shows, with exactly that person's rights."
    ),
    docs_url=None,
    openapi_url=None,
    renderer=Written(),
)
classes: dict[str, dict[str, Access]] = {}
"""Name of an operation -> its method and how it is classified."""


class NotUnderstood(Refusal):
    """The body is not what its Content-Type says."""

    status = 400
    sentence = gettext_lazy("The body could not be read as JSON or as a form.")


class TooLarge(Refusal):
    """A body of words, without files, of more than two megabytes."""

    status = 413
    sentence = gettext_lazy("The body is too large. Nothing was done.")


class BadField(BadInput):
    """One or more fields are not of the form that is described."""

    sentence = gettext_lazy("Please check the fields named.")


def reads(
    router: Router, route: str, right: str, *, thing: str = "", **more: Any
) -> Callable[..., Any]:
    """Declare an operation that only reads."""
    return _declare(router, "GET", route, Access(right, thing, "any"), more)


def changes(
    router: Router, route: str, right: str, *, thing: str = "", **more: Any
) -> Callable[..., Any]:
    """Declare an operation that changes something; it needs an idempotency key."""
    return _declare(router, "POST", route, Access(right, thing, "any", unsafe=True), more)


def _declare(
    router: Router, method: str, route: str, classified: Access, more: Mapping[str, Any]
) -> Callable[..., Any]:
    def keep(operation: Callable[..., Any]) -> Callable[..., Any]:
        name: str = operation.__name__
        classes[name] = {method: classified}
        declared: Callable[..., Any] = router.api_operation(
            [method], route, operation_id=name, url_name=name, by_alias=True, **more
        )(operation)
        return declared

    return keep


def routes() -> list[URLPattern]:
    """The addresses below a park; the methods of one address share a view."""
    found: dict[str, dict[str, access.View]] = {}
    names: dict[str, str] = {}
    for pattern in api.urls[0]:
        if not isinstance(pattern, URLPattern):
            continue
        name = pattern.name or ""
        for method, classified in classes.get(name, {}).items():
            route = str(pattern.pattern)
            found.setdefault(route, {})[method] = _framed(pattern.callback, classified)
            names.setdefault(route, name)
    return [path(route, operations(views), name=names[route]) for route, views in found.items()]


def _framed(view: Any, classified: Access) -> access.View:
    """Put the doorkeeper's frame around what ninja made of the operations of one address."""

    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = view(request, *args, **kwargs)
        return response

    frame = acts if classified.unsafe else endpoint
    return frame(classified.capability, thing=classified.thing, side="any")(inside)


def _again(request: HttpRequest, error: Exception) -> NoReturn:
    """Let the doorkeeper (or Django) answer: it rolls back and words it like everywhere."""
    raise error


def _unread(request: HttpRequest, error: HttpError) -> NoReturn:
    raise NotUnderstood from error


def _too_big(request: HttpRequest, error: Exception) -> NoReturn:
    raise TooLarge from error


def _invalid(request: HttpRequest, error: ValidationError) -> NoReturn:
    raise BadField(named(error.errors)) from error


def named(errors: list[dict[str, Any]]) -> dict[str, list[str]]:
    """What is wrong, by the name of the field."""
    found: dict[str, list[str]] = {}
    for problem in errors:
        parts = [str(part) for part in problem["loc"] if str(part) not in PLACES]
        found.setdefault(".".join(parts) or "body", []).append(_sentence(problem))
    return found


PLACES = {"body", "query", "path", "form", "given", "filters"}
"""Where a field came from is no part of its name."""


def _sentence(problem: Mapping[str, Any]) -> str:
    limits = problem.get("ctx", {})
    kind = problem["type"]
    if kind == "missing":
        return _("This is needed.")
    if kind == "extra_forbidden":
        return _("There is no such field.")
    if kind == "string_too_long":
        return _("At most %(most)s characters.") % {"most": limits["max_length"]}
    if kind in {"string_too_short", "too_short"}:
        return _("This must not be empty.")
    if kind in {"greater_than_equal", "less_than_equal", "greater_than", "less_than"}:
        return _("This is out of bounds.")
    if kind in {"literal_error", "enum"}:
        return _("One of these: %(choices)s.") % {"choices": limits.get("expected", "")}
    if kind.startswith(("datetime", "timezone")):
        return _("A moment as ISO 8601 with its offset, for instance 2026-11-24T09:30:00+08:00.")
    if kind.startswith("date"):
        return _("A day as ISO 8601, for instance 2026-11-24.")
    return _("This value does not fit.")


for _kind, _answer in (
    (Exception, _again),
    (HttpError, _unread),
    (RequestDataTooBig, _too_big),
    (ValidationError, _invalid),
):
    api.add_exception_handler(_kind, _answer)  # type: ignore[arg-type]
