"""Tables that were sent, between preview and taking over."""

from __future__ import annotations

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.units.refusals import Missing

from ..choices import RowKind
from ..models import Drive, DriveSheet, SheetRow
from .drives import PAGE, visible


def sheet_for(actor: Actor, pk: int) -> DriveSheet:
    """:raises Missing: absent, of another park, or not this person's to see."""
    found = (
        DriveSheet.objects.filter(pk=pk, drive__in=visible(actor))
        .select_related("drive__park", "made_by")
        .first()
    )
    if found is None or not actor.may(Capability.DRIVE_RUN):
        raise Missing
    return found


def sheets_of(drive: Drive, *, most: int = 5) -> list[DriveSheet]:
    """The latest tables of a drive."""
    rows = DriveSheet.objects.filter(drive=drive)
    return list(rows.select_related("made_by").order_by("-pk")[:most])


def sheet_rows(
    sheet: DriveSheet, *, kind: str = "", after: str = "", size: int = PAGE
) -> tuple[list[SheetRow], str]:
    """Some rows in the order of the file, and the mark of the next page."""
    rows = sheet.lines.order_by("number")
    if kind in RowKind.values:
        rows = rows.filter(kind=kind)
    if after.isdecimal() and len(after) < 10:
        rows = rows.filter(number__gt=int(after))
    found = list(rows[: size + 1])
    shown = found[:size]
    return shown, str(shown[-1].number) if len(found) > size else ""
