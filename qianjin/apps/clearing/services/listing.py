"""挂牌 The dossier of a parcel, its papers, the notice and the listing with the law's periods."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.land.models import Parcel
from qianjin.apps.parks.models import Unit
from qianjin.apps.parks.services import files as store
from qianjin.apps.parks.services.files import Upload

from .. import policies
from ..choices import (
    OPEN_LISTINGS,
    SETTLED_PAPERS,
    AcquisitionState,
    ListingState,
    PaperState,
)
from ..models import Acquisition, Listing, ListingPaper, PaperFile
from ..planning import ready as planning
from ..refusals import (
    BadEntry,
    ChangedMeanwhile,
    ListingThere,
    MayNotClear,
    NotInThisState,
    NotToAcquire,
)
from ..steps import papers
from .traces import check_past, plain, today_of, trace_listing

SHELF = "k"
PAPERS_SHOWN = 3


@transaction.atomic
def open_listing(
    *,
    parcel: Parcel,
    by: Actor,
    at: datetime,
    project: str = "",
    aim_on: date | None = None,
) -> Listing:
    """
    开始组件 Begin the dossier of a parcel with the usual papers, before the land is clear or after.

    :raises MayNotClear: not this person's.
    :raises ListingThere: it has an open one already.
    :raises NotToAcquire: it is on the market, granted, held back or closed.
    """
    if not policies.may_keep(by, parcel.park_id):
        raise MayNotClear
    row = Parcel.objects.select_for_update(of=("self",)).get(pk=parcel.pk)
    if row.closed_on is not None or row.state not in planning.DATED_STATES:
        raise NotToAcquire
    if Listing.objects.filter(parcel=row, state__in=OPEN_LISTINGS).exists():
        raise ListingThere
    made = Listing.objects.create(
        park_id=row.park_id,
        parcel=row,
        project=plain(project, 80),
        aim_on=aim_on,
        opened_by_id=by.person_id,
        opened_at=at,
    )
    was_acquired = Acquisition.objects.filter(parcel=row).exclude(state=AcquisitionState.STOPPED)
    is_acquired = was_acquired.exists()
    units = {unit.code: unit for unit in Unit.objects.filter(park_id=row.park_id)}
    ListingPaper.objects.bulk_create(
        ListingPaper(
            park_id=row.park_id,
            listing=made,
            position=place,
            kind=paper.kind,
            name_zh=paper.zh,
            name_en=paper.en,
            unit=units.get(paper.unit),
        )
        for place, paper in enumerate(papers(), start=1)
        if paper.when != "acquired" or is_acquired
    )
    trace_listing(made, "open", by, at, plain(project, 80), {"project": made.project})
    return made


def held_listing(listing: Listing, by: Actor, *states: str, version: int | None = None) -> Listing:
    if not policies.may_keep(by, listing.park_id):
        raise MayNotClear
    row = (
        Listing.objects.select_for_update(of=("self",))
        .select_related("parcel", "park")
        .get(pk=listing.pk)
    )
    if version is not None and version != row.version:
        raise ChangedMeanwhile
    if row.state not in states:
        raise NotInThisState
    return row


@transaction.atomic
def set_paper(
    *,
    paper: ListingPaper,
    state: str,
    by: Actor,
    at: datetime,
    asked_on: date | None = None,
    due_on: date | None = None,
    came_on: date | None = None,
    document: str = "",
    words: str = "",
) -> ListingPaper:
    """
    记材料 Say where one paper of a dossier stands.

    :raises MayNotClear, NotInThisState: not this person's; the dossier is closed.
    :raises BadEntry: a day is missing or wrong, or "not needed" without a word.
    """
    listing = held_listing(paper.listing, by, ListingState.PREPARING)
    row = ListingPaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    words = plain(words)
    if state not in PaperState.values:
        raise BadEntry({"state": [_("Choose one from the list.")]})
    check_past(asked_on, at, "asked_on")
    check_past(came_on, at, "came_on")
    if state == PaperState.THERE and came_on is None:
        came_on = today_of(at)
    if state in (PaperState.ASKED, PaperState.BACK) and asked_on is None:
        asked_on = row.asked_on or today_of(at)
    if asked_on and came_on and came_on < asked_on:
        raise BadEntry({"came_on": [_("This lies before the day it was asked for.")]})
    if state == PaperState.NOT_NEEDED and not words:
        raise BadEntry({"words": [_("Say why it is not needed.")]})
    row.state, row.asked_on, row.due_on, row.came_on = state, asked_on, due_on, came_on
    row.document, row.words = plain(document, 80), words
    row.by_name, row.at = by.name[:80], at
    row.save()
    told = f"{row.name_zh}：{PaperState(state).label}"
    detail = {"paper": row.position, "state": state, "came_on": came_on}
    trace_listing(listing, "paper", by, at, told, detail)
    return row


@transaction.atomic
def add_paper(
    *, listing: Listing, name: str, kind: str, unit: Unit | None, by: Actor, at: datetime
) -> ListingPaper:
    """
    增材料 Ask for one more paper.

    :raises MayNotClear, NotInThisState: not this person's; the dossier is closed.
    :raises BadEntry: no name, or no such unit.
    """
    row = held_listing(listing, by, ListingState.PREPARING)
    name = plain(name, 80)
    if not name or (unit is not None and unit.park_id != row.park_id):
        raise BadEntry({"name": [_("Please write something.")]})
    last = row.papers.order_by("-position").values_list("position", flat=True).first() or 0
    if last >= 60:
        raise BadEntry({"name": [_("A dossier has at most 60 papers.")]})
    made = ListingPaper.objects.create(
        park_id=row.park_id,
        listing=row,
        position=last + 1,
        kind="bureau" if kind == "bureau" else "document",
        name_zh=name,
        unit=unit,
    )
    trace_listing(row, "paper_add", by, at, name, {"paper": made.position})
    return made


@transaction.atomic
def add_files(
    *, paper: ListingPaper, files: Iterable[Upload], by: Actor, at: datetime
) -> list[PaperFile]:
    """
    传材料 Add files to a paper; a paper that was open is then there.

    :raises MayNotClear, NotInThisState: not this person's; the dossier is closed.
    :raises BadFile, BadEntry: a file is refused, or there is none.
    """
    listing = held_listing(paper.listing, by, ListingState.PREPARING)
    uploads = list(files)
    if not uploads:
        raise BadEntry({"files": [_("Choose a file first.")]})
    kept = store.keep(park_id=listing.park_id, uploads=uploads, at=at, shelf=SHELF)
    rows = [
        PaperFile.objects.create(
            park_id=listing.park_id,
            paper=paper,
            by_name=by.name[:80],
            at=at,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            path=file.path,
            preview=file.preview,
        )
        for file in kept
    ]
    if paper.state not in SETTLED_PAPERS:
        ListingPaper.objects.filter(pk=paper.pk).update(
            state=PaperState.THERE, came_on=today_of(at), by_name=by.name[:80], at=at
        )
    names = "、".join(file.name for file in rows)
    told = f"{paper.name_zh}：{names}"
    trace_listing(listing, "files", by, at, told, {"paper": paper.position, "files": len(rows)})
    return rows


def sweep_files(*, older_than: datetime) -> int:
    """Remove files whose act was rolled back."""

    def known(names: set[str]) -> set[str]:
        rows = PaperFile.objects.filter(path__in=names) | PaperFile.objects.filter(
            preview__in=names
        )
        return {name for row in rows.values_list("path", "preview") for name in row}

    return store.sweep(older_than=older_than, known=known, shelf=SHELF)
