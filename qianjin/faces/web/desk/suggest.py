"""分类建议 What earlier decisions suggest, with how sure they are and why; a person decides."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.desk import selectors
from qianjin.apps.desk.choices import SUBKINDS, Level, RequestKind
from qianjin.apps.desk.targets import TriageTarget
from qianjin.apps.parks import selectors as parks
from qianjin.faces.gate import endpoint
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page

MOST_WORDS = 4
LIKELY = 50
"""From so many percent on a choice is taken along with the others, and its words are named."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: its name, how sure in percent, and what a click fills in, if the form has it."""

    name: str
    percent: int
    fills: str


@dataclass(frozen=True, slots=True)
class Line:
    """What is suggested for one field, the likeliest first, and the words that spoke for it."""

    label: str
    options: Sequence[Option]
    why: str


@endpoint("request.triage", thing="request")
def suggest(request: ParkRequest, number: str) -> HttpResponse:
    """For the form of sorting: likely choices, the same cause elsewhere, solved ones."""
    row = selectors.get_request_for(request.actor, number)
    context = {
        "r": row,
        "choose_all": True,
        **said(
            request,
            row.body,
            row.enterprise_id,
            fillable=tuple(TriageTarget),
            kind=row.kind,
            besides=row.pk,
        ),
    }
    part = "#suggested" if request.headers.get("HX-Request") else ""
    return page(request, "web/desk/request_suggest.html" + part, context)


def said(
    request: ParkRequest,
    words: str,
    enterprise_id: int,
    *,
    fillable: Sequence[str],
    kind: str = "",
    besides: int = 0,
) -> dict[str, Any]:
    """What the past says of these words; what is not ``fillable`` is shown and not offered."""
    found = selectors.suggested_for(
        request.actor,
        words,
        at=timezone.now(),
        kind=kind,
        enterprise_id=enterprise_id,
        besides=besides,
    )
    lines = _lines(request.actor.park_id, found.hints, fillable)
    fills: dict[str, str] = {}
    for line in lines:
        if line.options[0].percent >= LIKELY:
            fills |= json.loads(line.options[0].fills or "{}")
    return {
        "suggested": found,
        "suggested_lines": lines,
        "suggested_fills": json.dumps(fills),
    }


def _lines(park_id: int, hints: dict[str, Any], fillable: Sequence[str]) -> list[Line]:
    units = {unit.code: unit for unit in parks.units_of(park_id)} if hints else {}
    lines = []
    for target in TriageTarget:
        found = [
            (hint, _option(target, hint, units, target in fillable))
            for hint in hints.get(target, ())
        ]
        options = [option for _hint, option in found if option is not None]
        if options:
            # The same words speak for a type and its sub-type; they are said once.
            says = target != TriageTarget.SUBKIND and options[0].percent >= LIKELY
            why = _why(found[0][0].words) if says else ""
            lines.append(Line(str(target.label), options, why))
    return lines


def _option(target: str, hint: Any, units: dict[str, Any], is_offered: bool) -> Option | None:
    """A choice that still exists: a unit may have gone since it was learned."""
    name, fills = "", {}
    if target == TriageTarget.KIND and hint.code in RequestKind.values:
        name, fills = str(RequestKind(hint.code).label), {"kind": hint.code}
    elif target == TriageTarget.SUBKIND:
        kind, _slash, subkind = hint.code.partition("/")
        name = str(dict(SUBKINDS.get(kind, ())).get(subkind, ""))
        fills = {"kind": kind, "subkind": subkind}
    elif target == TriageTarget.UNIT and hint.code in units:
        name, fills = units[hint.code].name, {"unit": str(units[hint.code].pk)}
    elif target == TriageTarget.LEVEL and hint.code in Level.values:
        name, fills = str(Level(hint.code).label), {"level": hint.code}
    fill = json.dumps(fills) if is_offered else ""
    return Option(name, hint.percent, fill) if name else None


def _why(words: Sequence[str]) -> str:
    quoted = [_("“%(words)s”") % {"words": word} for word in words if len(word) > 1]
    return pgettext("between two names", ", ").join(quoted[:MOST_WORDS])
