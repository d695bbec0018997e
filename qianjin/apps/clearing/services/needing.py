"""用地需求 Entering, changing and settling what projects ask of their site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.land.choices import LandSector
from qianjin.apps.land.models import Parcel
from qianjin.apps.parks.models import Park

from .. import policies
from ..choices import NeedState
from ..models import ReadyDate, SiteNeed
from ..planning import ready as planning
from ..refusals import BadEntry, ChangedMeanwhile, MayNotSearch, NeedClosed
from .searching import ask
from .traces import plain, today_of

AMOUNTS: dict[str, Decimal] = {
    "mu_min": Decimal(100_000),
    "mu_max": Decimal(100_000),
    "far": Decimal(50),
    "height_m": Decimal(1000),
    "power_kva": Decimal(10) ** 7,
    "water_tpd": Decimal(10) ** 7,
    "frontage_m": Decimal(10) ** 5,
    "near_km": Decimal(1000),
    "away_km": Decimal(1000),
    "budget_wan": Decimal(10) ** 9,
    "weight_month": Decimal(10) ** 6,
    "weight_edge": Decimal(10) ** 6,
    "weight_owner": Decimal(10) ** 6,
}
WEIGHTS = ("weight_month", "weight_edge", "weight_owner")
PLACES = ("near_lon", "near_lat", "away_lon", "away_lat")
FIELDS = (*AMOUNTS, *PLACES, "name", "sector", "use_name", "ready_by", "max_parcels", "words")
STANDING = (50, 100, 200, 600)
"""亩 that the park asks itself every day: what can we offer?"""
BAND = Decimal("1.15")
MOST_PARCELS = 25


@transaction.atomic
def add_need(
    *, park: Park, by: Actor, at: datetime, is_demo: bool = False, **given: Any
) -> SiteNeed:
    """
    登记需求 Enter what a project asks of its site, and have sites searched.

    ``given``: any of ``FIELDS``; amounts in 亩, 万元, m, kVA, t a day and km.

    :raises MayNotSearch: not this person's.
    :raises BadEntry: what is wrong, by field.
    """
    if not policies.may_search(by, park.pk):
        raise MayNotSearch
    kept = _checked(given)
    row = SiteNeed.objects.create(
        park=park, made_by_id=by.person_id, made_at=at, is_demo=is_demo, **kept
    )
    _trace(row, "add", by, at, _told(kept))
    ask(row, at=at)
    return row


@transaction.atomic
def change_need(
    *, need: SiteNeed, version: int | None, by: Actor, at: datetime, **given: Any
) -> SiteNeed:
    """
    改需求 Change what is asked; sites are searched anew.

    :raises MayNotSearch, NeedClosed, ChangedMeanwhile: not this person's; settled; changed.
    :raises BadEntry: what is wrong, by field.
    """
    row = _open(need, by)
    if version is not None and version != row.version:
        raise ChangedMeanwhile
    kept = _checked({**{name: getattr(row, name) for name in FIELDS}, **given})
    differing = {name: value for name, value in kept.items() if getattr(row, name) != value}
    if not differing:
        return row
    for name, value in differing.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    _trace(row, "change", by, at, _told(differing))
    ask(row, at=at)
    return row


def _open(need: SiteNeed, by: Actor) -> SiteNeed:
    if not policies.may_search(by, need.park_id):
        raise MayNotSearch
    row = SiteNeed.objects.select_for_update(of=("self",)).select_related("park").get(pk=need.pk)
    if row.state != NeedState.OPEN or row.standing is not None:
        raise NeedClosed
    return row


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    problems: dict[str, list[str]] = {}
    kept: dict[str, Any] = {}
    for name in ("name", "use_name", "words"):
        kept[name] = plain(str(given.get(name) or ""), {"name": 80, "use_name": 40}.get(name, 400))
    if not kept["name"]:
        problems["name"] = [_("Please write something.")]
    for name, most in AMOUNTS.items():
        value = given.get(name)
        if value is None and name in WEIGHTS:
            value = Decimal(0)
        if value is not None and not (value.is_finite() and 0 <= value <= most):
            problems[name] = [_("A number from 0 to %(most)s.") % {"most": f"{most:,.0f}"}]
        kept[name] = value
    _check_band(kept, problems)
    for name in PLACES:
        degrees, limit = given.get(name), 180 if name.endswith("lon") else 90
        if degrees is not None and not -limit <= degrees <= limit:
            problems[name] = [_("Please check the coordinates.")]
        kept[name] = degrees
    for place in ("near", "away"):
        parts = [kept[f"{place}_{part}"] is None for part in ("lon", "lat", "km")]
        if any(parts) and not all(parts):
            problems[f"{place}_km"] = [_("Give longitude, latitude and distance together.")]
    kept["sector"] = str(given.get("sector") or "")
    if kept["sector"] and kept["sector"] not in LandSector.values:
        problems["sector"] = [_("Choose one from the list.")]
    kept["ready_by"] = given.get("ready_by")
    kept["max_parcels"] = given.get("max_parcels") or 10
    if not 1 <= kept["max_parcels"] <= MOST_PARCELS:
        problems["max_parcels"] = [_("From 1 to %(most)s parcels.") % {"most": MOST_PARCELS}]
    if problems:
        raise BadEntry(problems)
    return kept


def _check_band(kept: Mapping[str, Any], problems: dict[str, list[str]]) -> None:
    least, most = kept["mu_min"], kept["mu_max"]
    if {"mu_min", "mu_max"} & set(problems):
        return
    if least is None or least == 0:
        problems["mu_min"] = [_("A number above zero.")]
    elif most is None or most < least:
        problems["mu_max"] = [_("This is below the least.")]


def _told(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if value not in (None, "", Decimal(0))}


@transaction.atomic
def settle_need(
    *, need: SiteNeed, is_met: bool, by: Actor, at: datetime, words: str = ""
) -> SiteNeed:
    """
    办结需求 A need is settled (with the site chosen) or given up.

    :raises MayNotSearch, NeedClosed: not this person's; settled already.
    """
    row = _open(need, by)
    row.state = NeedState.MET if is_met else NeedState.CLOSED
    row.version += 1
    row.save(update_fields=["state", "version"])
    _trace(row, "settle", by, at, {"met": is_met, "words": plain(words)})
    return row


@transaction.atomic
def choose_site(*, need: SiteNeed, parcels: Sequence[int], by: Actor, at: datetime) -> SiteNeed:
    """
    选定地块 Keep one site as the one offered to the project, with the day it was said to be ready.

    Without parcels the choice is taken back. When the day moves later, the page says by how much,
    what holds it up, and what else there is.

    :raises MayNotSearch, NeedClosed: not this person's; settled.
    :raises BadEntry: a parcel that is not to be had any more.
    """
    row = _open(need, by)
    chosen = sorted(set(parcels))
    days = dict(
        ReadyDate.objects.filter(
            park_id=row.park_id,
            parcel__in=chosen,
            parcel__closed_on=None,
            parcel__state__in=planning.DATED_STATES,
        ).values_list("parcel_id", "likely")
    )
    if len(days) < len(chosen):
        raise BadEntry({"parcels": [_("One of these parcels is not to be had any more.")]})
    row.chosen, row.chosen_ready = chosen, max(days.values(), default=None)
    row.chosen_on = today_of(at) if chosen else None
    row.chosen_by = by.name[:80] if chosen else ""
    row.save(update_fields=["chosen", "chosen_ready", "chosen_on", "chosen_by"])
    numbers = list(Parcel.objects.filter(pk__in=chosen).values_list("number", flat=True))
    _trace(row, "choose", by, at, {"parcels": numbers, "ready": row.chosen_ready})
    return row


def ask_standing(*, park: Park, at: datetime) -> list[SiteNeed]:
    """
    常问 The park's standing questions, made where they are missing. Nobody's act: no trace.
    """
    known = set(
        SiteNeed.objects.filter(park=park, standing__isnull=False).values_list(
            "standing", flat=True
        )
    )
    SiteNeed.objects.bulk_create(
        [
            SiteNeed(
                park=park,
                name=f"{mu} 亩",
                standing=mu,
                mu_min=Decimal(mu),
                mu_max=mu * BAND,
                max_parcels=12,
                made_at=at,
            )
            for mu in STANDING
            if mu not in known
        ],
        ignore_conflicts=True,
    )
    return list(
        SiteNeed.objects.filter(park=park, standing__isnull=False)
        .select_related("park")
        .order_by("standing")
    )


def _trace(need: SiteNeed, verb: str, by: Actor, at: datetime, detail: Mapping[str, Any]) -> None:
    audit.record(
        park_id=need.park_id,
        by=by,
        at=at,
        verb=f"site_need.{verb}",
        object_kind="site_need",
        object_id=need.pk,
        object_label=need.name,
        detail=dict(detail),
    )
