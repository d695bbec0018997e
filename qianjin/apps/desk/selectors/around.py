"""列表周边 What stands around a list: units and officers one can choose, the views one has kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language, override

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import SavedView
from qianjin.apps.parks import selectors as parks
from qianjin.apps.parks.choices import UnitKind
from qianjin.units.name_order import name_order

from .questions import Question, question_of

PAGE_KEY = "requests"
"""Under which saved views of the list of requests are kept."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """列表陈设 What the head of a list offers."""

    units: tuple[tuple[str, int, str], ...] = ()
    """Kind, number and name, in their order."""
    officers: tuple[tuple[int, str], ...] = ()
    views: tuple[tuple[int, str, str], ...] = ()
    """One's own: number, name, filters."""


def furniture_of(actor: Actor, *, on: date) -> Furniture:
    """Units, officers and saved views together, in one query."""
    ((rows,),) = asking_furniture(actor, on).ask()
    return read_furniture(rows)


def read_furniture(rows: list[tuple[int, str, str, int, int]] | None) -> Furniture:
    """The answer to ``asking_furniture``: number, name, what else is known, place, which it is."""
    units: list[tuple[int, int, str, int, str]] = []
    officers: list[tuple[int, str]] = []
    views: list[tuple[int, str, str]] = []
    kinds = UnitKind.values
    for key, name, extra, place, sort in rows or ():
        if sort == 0:
            units.append((kinds.index(extra), place, extra, key, name))
        elif sort == 1:
            officers.append((key, name))
        else:
            views.append((key, name, extra))
    return Furniture(
        units=tuple((kind, key, name) for _kind, _place, kind, key, name in sorted(units)),
        officers=tuple(sorted(officers, key=lambda item: name_order(item[1]))),
        views=tuple(sorted(views)),
    )


def asking_furniture(actor: Actor, on: date) -> Question:
    """The same as a question with one answer, to be asked beside others."""
    return _asking(actor, on, get_language() or "")


@lru_cache(maxsize=512)
def _asking(actor: Actor, on: date, language: str) -> Question:
    with override(language or None):
        asked = question_of(_units(actor).union(_officers(actor, on), _views(actor), all=True))
    row = "json_build_array(f.pk, f.shown, f.extra, f.place, f.sort)"
    return Question(f"SELECT (SELECT json_agg({row}) FROM ({asked.sql}) AS f)", asked.params)


def _units(actor: Actor) -> QuerySet:  # type: ignore[type-arg]
    english = (get_language() or "").startswith("en")
    name = Coalesce(NullIf(F("name_en"), Value("")), F("name_zh")) if english else F("name_zh")
    return (
        parks.units_of(actor.park_id)
        .order_by()
        .annotate(shown=name, extra=F("kind"), place=F("position"), sort=Value(0))
        .values_list("pk", "shown", "extra", "place", "sort")
    )


def _officers(actor: Actor, on: date) -> QuerySet:  # type: ignore[type-arg]
    return (
        accounts.staff_of(actor.park_id, on=on)
        .filter(user__is_active=True)
        .select_related(None)
        .order_by()
        .annotate(extra=Value("", CharField()), place=Value(0), sort=Value(1))
        .values_list("user_id", "user__name", "extra", "place", "sort")
        .distinct()
    )


def _views(actor: Actor) -> QuerySet:  # type: ignore[type-arg]
    return (
        SavedView.objects.filter(park_id=actor.park_id, user_id=actor.person_id, page=PAGE_KEY)
        .order_by()
        .annotate(extra=F("query"), place=Value(0), sort=Value(2))
        .values_list("pk", "name", "extra", "place", "sort")
    )
