"""出行矩阵动词 Taking over ways and times that a road router has measured."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.parks.models import Park

from .. import planning, policies, selectors
from ..models import TravelMatrix
from ..refusals import BadMatrix, MayNotSetRules
from ..selectors.matrix import MatrixPlace
from .traces import trace

MOST_PLACES = 2000
FAR = 0.02
"""Degrees (about two kilometres) a router may move a place to its nearest road."""


@transaction.atomic
def set_matrix(*, park: Park, name: str, text: str, by: Actor, at: datetime) -> TravelMatrix:
    """
    导入出行矩阵 Take over the answer of OSRM's table service for the places of this park.

    It speaks of the office first and then of the enterprises on the map, in the order in which
    ``selectors.matrix_places`` gives them. Source: OSRM HTTP API v1, service ``table``.

    :raises MayNotSetRules: ``by`` sets no rules here.
    :raises BadMatrix: it is no such table, of other places, or a way is missing; nothing changes.
    """
    if park.pk != by.park_id or not policies.may_set_rules(by):
        raise MayNotSetRules
    places = selectors.matrix_places(park.pk)
    if len(places) < 2:
        raise BadMatrix({"file": [_("Put the office and an enterprise on the map first.")]})
    if len(places) > MOST_PLACES:
        sentence = _("At most %(most)s places; there are %(count)s.")
        raise BadMatrix({"file": [sentence % {"most": MOST_PLACES, "count": len(places)}]})
    _check(text, places)
    try:
        metres, minutes = planning.osrm_table(text, len(places))
    except planning.BadTable as error:
        raise BadMatrix({"file": [_said(error, places)]}) from error
    given = {
        "points": [[one.key, one.lon, one.lat] for one in places],
        "metres": metres.astype("<i4").tobytes(),
        "minutes": minutes.astype("<i4").tobytes(),
        "name": name[:200],
        "set_by": by.name[:80],
        "set_at": at,
    }
    row, _made = TravelMatrix.objects.update_or_create(park=park, defaults=given)
    detail = {"places": len(places), "file": row.name}
    trace("matrix", row=row, by=by, at=at, kind="travel_matrix", detail=detail)
    return row


def _check(text: str, places: Sequence[MatrixPlace]) -> None:
    """What the engine does not look at: the word of the router, distances, and the order."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadMatrix({"file": [_("This file is no JSON.")]}) from error
    if not isinstance(given, dict) or "durations" not in given:
        raise BadMatrix({"file": [_("There is no table of durations in this file.")]})
    if given.get("code", "Ok") != "Ok":
        sentence = _("The router answered with an error: %(code)s.")
        raise BadMatrix({"file": [sentence % {"code": str(given["code"])[:40]}]})
    if given.get("distances") is None:
        raise BadMatrix(
            {"file": [_("Distances are missing: ask with annotations=duration,distance.")]}
        )
    for field in ("sources", "destinations"):
        _check_places(given.get(field), places)


def _check_places(told: Any, places: Sequence[MatrixPlace]) -> None:
    if not isinstance(told, list) or len(told) != len(places):
        return  # not told, or of another number, which the table itself will show
    for number, (one, place) in enumerate(zip(told, places, strict=True), start=1):
        try:
            lon, lat = (float(part) for part in one["location"])
        except (KeyError, TypeError, ValueError):
            return
        if not (abs(lon - place.lon) <= FAR and abs(lat - place.lat) <= FAR):
            sentence = _(
                "Place %(number)s of the file lies far from %(name)s. The places have another"
                " order, or have moved; take the list of places again."
            )
            raise BadMatrix({"file": [sentence % {"number": number, "name": place.name}]})


def _said(error: planning.BadTable, places: Sequence[MatrixPlace]) -> str:
    if error.code == "size":
        sentence = _("The table has %(rows)s rows; there are %(places)s places, in both ways.")
        return sentence % {"rows": error.row, "places": len(places)}
    named = {"one": places[error.row].name, "other": places[error.column].name}
    if error.code == "no_way":
        return _("There is no way from %(one)s to %(other)s in the table.") % named
    if error.code == "range":
        return _("The way from %(one)s to %(other)s cannot be so long.") % named
    return _("Durations and distances must be numbers, row by row.")


@transaction.atomic
def drop_matrix(*, park: Park, by: Actor, at: datetime) -> bool:
    """
    去掉出行矩阵 Go back to straight lines; false when there was no table.

    :raises MayNotSetRules: ``by`` sets no rules here.
    """
    if park.pk != by.park_id or not policies.may_set_rules(by):
        raise MayNotSetRules
    row = TravelMatrix.objects.filter(park=park).first()
    if row is None:
        return False
    trace("matrix.drop", row=row, by=by, at=at, kind="travel_matrix", detail={"file": row.name})
    row.delete()
    return True
