"""出让 The notice and the listing with the periods of the law, and how they end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.land import services as land
from qianjin.apps.land.choices import EventKind, ParcelState

from ..choices import SETTLED_PAPERS, ListingState
from ..models import Listing
from ..planning import ready as planning
from ..refusals import BadEntry, NoConditions, NotClear, PapersMissing, TooSoon
from .listing import held_listing
from .readying import refresh
from .traces import MOST_MONEY, check_past, plain, today_of, trace_listing

PAPERS_SHOWN = 3


@transaction.atomic
def give_notice(
    *,
    listing: Listing,
    notice_on: date,
    number: str,
    price_wan: Decimal | None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Listing:
    """
    出让公告 The notice was given: with planning conditions, a cleared site, a whole dossier.

    The parcel is on the market from then on.

    :raises MayNotClear, NotInThisState, ChangedMeanwhile: not this person's; not at this point.
    :raises NoConditions, NotClear, PapersMissing: what the law or the dossier lacks.
    :raises BadEntry: the day or the price is wrong.
    """
    row = held_listing(listing, by, ListingState.PREPARING, version=version)
    check_past(notice_on, at, "notice_on")
    if price_wan is not None and not (price_wan.is_finite() and 0 < price_wan <= MOST_MONEY):
        raise BadEntry({"price_wan": [_("Please enter a sensible number.")]})
    _check_clear(row, today_of(at))
    missing = list(row.papers.exclude(state__in=SETTLED_PAPERS).order_by("position"))
    if missing:
        names = "、".join(paper.name for paper in missing[:PAPERS_SHOWN])
        more = "……" if len(missing) > PAPERS_SHOWN else ""
        raise PapersMissing(names=f"{names}{more}")
    row.state, row.notice_on = ListingState.NOTICED, notice_on
    row.notice_number, row.price_wan = plain(number, 80), price_wan
    row.version += 1
    row.save()
    land.note_state(
        parcel=row.parcel, state=ParcelState.LISTED, by=by, at=at, kind=EventKind.LISTING
    )
    trace_listing(row, "notice", by, at, row.notice_number, {"on": notice_on, "price": price_wan})
    refresh(park=row.park, at=at, parcels=[row.parcel_id])
    return row


def _check_clear(listing: Listing, today: date) -> None:
    facts = planning.facts_of(listing.park_id, [listing.parcel_id])[listing.parcel_id]
    rules = planning.rules_of(listing.park_id)
    open_ones = {
        planning.split(gate.key)[0]
        for gate in planning.gates_of(facts, rules, today)
        if gate.is_needed and gate.done is None
    }
    if "conditions" in open_ones:
        raise NoConditions
    for code in ("vacating", "levelling", "transfer_plan"):
        if code in open_ones:
            raise NotClear(step=rules[code].name)


def earliest_listing(listing: Listing) -> date | None:
    """The first day on which the listing may begin: twenty days after the notice (39号令)."""
    if listing.notice_on is None:
        return None
    least = planning.rules_of(listing.park_id)["sale_notice"].least
    return listing.notice_on + timedelta(days=least)


def earliest_end(listing: Listing, listed_on: date) -> date:
    """The first day on which a listing may end: ten days after it began (39号令)."""
    return listed_on + timedelta(days=planning.rules_of(listing.park_id)["sale_listing"].least)


@transaction.atomic
def begin_listing(
    *,
    listing: Listing,
    listed_on: date,
    until_on: date,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Listing:
    """
    挂牌 The listing has begun: twenty days after the notice at the earliest, for ten days at least.

    :raises MayNotClear, NotInThisState, ChangedMeanwhile: not this person's; not at this point.
    :raises TooSoon: before the notice has run, or ending before ten days.
    """
    row = held_listing(listing, by, ListingState.NOTICED, version=version)
    check_past(listed_on, at, "listed_on")
    first = earliest_listing(row)
    if first is not None and listed_on < first:
        raise TooSoon(day=date_format(first, "Y-m-d"))
    if until_on < earliest_end(row, listed_on):
        raise TooSoon(day=date_format(earliest_end(row, listed_on), "Y-m-d"))
    row.state, row.listed_on, row.until_on = ListingState.LISTED, listed_on, until_on
    row.version += 1
    row.save()
    trace_listing(row, "begin", by, at, f"{listed_on} 至 {until_on}", {"until": until_on})
    return row


@transaction.atomic
def end_listing(
    *,
    listing: Listing,
    is_sold: bool,
    result_on: date,
    by: Actor,
    at: datetime,
    winner: str = "",
    version: int | None = None,
) -> Listing:
    """
    成交结果 The listing is over: granted, or no bidder; not before its last day.

    Who is granted the land must be an enterprise or project, not a person. Without a bidder the
    parcel can be listed again.

    :raises MayNotClear, NotInThisState, ChangedMeanwhile: not this person's; not at this point.
    :raises TooSoon: the listing has not run its time.
    :raises BadEntry: a day to come, or granted to nobody.
    """
    row = held_listing(listing, by, ListingState.LISTED, version=version)
    check_past(result_on, at, "result_on")
    winner = plain(winner, 120)
    if is_sold and not winner:
        raise BadEntry({"winner": [_("Say to whom.")]})
    if row.until_on is not None and result_on < row.until_on:
        raise TooSoon(day=date_format(row.until_on, "Y-m-d"))
    row.state = ListingState.SOLD if is_sold else ListingState.UNSOLD
    row.result_on, row.winner = result_on, winner if is_sold else ""
    row.version += 1
    row.save()
    state = ParcelState.GRANTED if is_sold else ParcelState.ACQUIRED
    land.note_state(parcel=row.parcel, state=state, by=by, at=at, kind=EventKind.LISTING)
    trace_listing(row, "end", by, at, row.winner, {"sold": is_sold, "on": result_on})
    refresh(park=row.park, at=at, parcels=[row.parcel_id])
    return row


@transaction.atomic
def withdraw_listing(*, listing: Listing, words: str, by: Actor, at: datetime) -> Listing:
    """
    撤回挂牌 Give a listing up before it is listed; the parcel is as it was.

    :raises MayNotClear, NotInThisState: not this person's; listed already or over.
    :raises BadEntry: nothing says why.
    """
    row = held_listing(listing, by, ListingState.PREPARING, ListingState.NOTICED)
    words = plain(words)
    if not words:
        raise BadEntry({"words": [_("Please write something.")]})
    was_noticed = row.state == ListingState.NOTICED
    row.state = ListingState.WITHDRAWN
    row.version += 1
    row.save()
    if was_noticed:
        land.note_state(
            parcel=row.parcel,
            state=ParcelState.ACQUIRED,
            by=by,
            at=at,
            kind=EventKind.LISTING,
        )
    trace_listing(row, "withdraw", by, at, words)
    refresh(park=row.park, at=at, parcels=[row.parcel_id])
    return row


def record_pack(*, listing: Listing, by: Actor, at: datetime, files: int) -> None:
    """The pack was taken out: who, when, how many files."""
    audit.record(
        park_id=listing.park_id,
        by=by,
        at=at,
        verb="listing.pack",
        object_kind="listing",
        object_id=listing.pk,
        object_label=str(listing.parcel),
        detail={"files": files},
    )
