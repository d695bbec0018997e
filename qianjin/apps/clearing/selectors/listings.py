"""挂牌提问 Listings with their dossiers; the only doors to them. Only the office sees any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.parks.choices import UnitKind
from qianjin.apps.parks.models import Unit
from qianjin.units.refusals import Missing

from ..choices import OPEN_LISTINGS, SETTLED_PAPERS, ListingState
from ..models import Listing, ListingPaper, PaperFile, ReadyDate

PAGE = 25


def listings_for(actor: Actor) -> QuerySet[Listing]:
    """The listings of the actor's park."""
    rows = Listing.objects.filter(park_id=actor.park_id)
    return rows if actor.scope(Capability.CLEARING_SEE) == Scope.PARK else rows.none()


def listing_for(actor: Actor, pk: int) -> Listing:
    """:raises Missing: absent, of another park, or not this person's to see."""
    found = (
        listings_for(actor)
        .filter(pk=pk)
        .select_related("parcel", "parcel__village", "parcel__ready", "park", "opened_by")
        .first()
    )
    if found is None:
        raise Missing
    return found


def listing_of(actor: Actor, parcel_id: int) -> Listing | None:
    """The open listing of a parcel, if the actor sees one."""
    return listings_for(actor).filter(parcel=parcel_id, state__in=OPEN_LISTINGS).first()


@dataclass(frozen=True, slots=True)
class ListingRow:
    """挂牌一行 One listing in the list, with how much of its dossier is there."""

    listing: Listing
    papers: int
    there: int
    late: int
    ready: ReadyDate | None


def listings_page(
    actor: Actor, today: date, *, before: str = "", state: str = "", size: int = PAGE
) -> tuple[list[ListingRow], str]:
    """One page of listings, newest first, and the mark of the next page."""
    rows = listings_for(actor).order_by("-pk")
    if state == "open":
        rows = rows.filter(state__in=OPEN_LISTINGS)
    elif state in ListingState.values:
        rows = rows.filter(state=state)
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    late = Q(papers__due_on__lt=today) & ~Q(papers__state__in=SETTLED_PAPERS)
    counted = rows.annotate(
        many=Count("papers"),
        settled=Count("papers", filter=Q(papers__state__in=SETTLED_PAPERS)),
        overdue=Count("papers", filter=late),
    )
    found = list(
        counted.select_related("parcel", "parcel__ready").defer("parcel__shape")[: size + 1]
    )
    shown = [
        ListingRow(row, row.many, row.settled, row.overdue, getattr(row.parcel, "ready", None))
        for row in found[:size]
    ]
    return shown, str(shown[-1].listing.pk) if len(found) > size else ""


def papers_of(listing: Listing) -> list[ListingPaper]:
    """The papers of a dossier with their units and files, in their order."""
    return list(listing.papers.select_related("unit").prefetch_related("files"))


def bureaux_of(actor: Actor) -> list[Unit]:
    """Who may give a paper of a dossier: bureaux, and sections of the office."""
    kinds = (UnitKind.BUREAU, UnitKind.SECTION)
    rows = Unit.objects.filter(park_id=actor.park_id, kind__in=kinds, is_active=True)
    return list(rows.order_by("kind", "position", "pk")[:100])


def paper_for(actor: Actor, pk: int) -> ListingPaper:
    """:raises Missing: absent, of another park, or not this person's to see."""
    found = (
        ListingPaper.objects.filter(pk=pk, listing__in=listings_for(actor))
        .select_related("listing", "listing__parcel", "unit")
        .first()
    )
    if found is None:
        raise Missing
    return found


def file_for(actor: Actor, pk: int) -> PaperFile:
    """:raises Missing: absent, of another park, or not this person's to see."""
    found = PaperFile.objects.filter(pk=pk, paper__listing__in=listings_for(actor)).first()
    if found is None:
        raise Missing
    return found
