"""导出 Firms and people out of the book, as Excel or as vCards; every way out leaves its trace."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.audit import services as audit
from qianjin.apps.enterprises.choices import Sector
from qianjin.units import vcard
from qianjin.units.spreadsheet import Column, Notes, Value, write_table

from .. import planning, selectors
from ..choices import Basis, Size, Source
from ..imports.columns import COLUMNS
from ..models import Contact
from ..refusals import MayNotExport

MOST_CARDS = 5000


@transaction.atomic
def export_contacts(*, by: Actor, at: datetime, filters: selectors.Filters) -> IO[bytes]:
    """
    导出人脉 The people a filter leaves as an Excel table. Whole numbers go along only with those
    who hold the right to take them out; with everyone else's table they are masked.

    :raises MayNotExport: this person sees no prospects.
    """
    if not by.may(Capability.PROSPECT_SEE):
        raise MayNotExport
    whole = by.may(Capability.PROSPECT_EXPORT)
    rows = selectors.exported_contacts(by, filters, on=timezone.localdate(at))
    headings = [
        _("Name"),
        _("Firm"),
        _("Post"),
        _("Telephone numbers"),
        _("WeChat name"),
        _("E-mail"),
        _("City"),
        _("Source"),
        _("Where we met"),
        _("In the care of"),
        _("Tags"),
        _("Kept on the ground of"),
    ]
    table = tempfile.TemporaryFile()  # noqa: SIM115 (closed by who sends it)
    columns = [Column(title) for title in headings]
    columns += [Column(_("Met on"), kind="date"), Column(_("Last touched on"), kind="date")]
    count = write_table(table, columns, _people(rows, whole=whole), sheet=_("Contacts"))
    table.seek(0)
    _trace("prospects.export", count, by, at, filters, whole=whole)
    return table


@transaction.atomic
def export_organisations(*, by: Actor, at: datetime, filters: selectors.Filters) -> IO[bytes]:
    """
    导出招商对象 The firms a filter leaves as an Excel table.

    :raises MayNotExport: this person sees no prospects.
    """
    if not by.may(Capability.PROSPECT_SEE):
        raise MayNotExport
    rows = selectors.exported_organisations(by, filters, on=timezone.localdate(at))
    headings = [
        _("Firm"),
        _("Other names"),
        _("Sector"),
        _("City"),
        _("Size"),
        _("Credit code"),
        _("Source"),
        _("In the care of"),
        _("Tags"),
        _("Landed as"),
    ]
    table = tempfile.TemporaryFile()  # noqa: SIM115 (closed by who sends it)
    columns = [
        *(Column(title) for title in headings),
        Column(_("Last touched on"), kind="date"),
    ]
    cells = (
        [
            row.name,
            "、".join(row.other_names),
            str(Sector(row.sector).label),
            row.city,
            str(Size(row.size).label) if row.size else "",
            row.credit_code,
            str(Source(row.source).label),
            row.owner.name,
            "、".join(row.tags),
            row.enterprise.name if row.enterprise else "",
            row.touched_on,
        ]
        for row in rows
    )
    count = write_table(table, columns, cells, sheet=_("Prospect firms"))
    table.seek(0)
    _trace("organisations.export", count, by, at, filters, whole=False)
    return table


@transaction.atomic
def export_cards(*, by: Actor, at: datetime, filters: selectors.Filters) -> IO[bytes]:
    """
    导出 vCard The people a filter leaves as cards for a telephone, with their whole numbers.

    :raises MayNotExport: this person does not hold the right to take numbers out.
    """
    if not by.may(Capability.PROSPECT_EXPORT):
        raise MayNotExport
    rows = selectors.exported_contacts(by, filters, on=timezone.localdate(at))
    cards = [_card(row) for _number, row in zip(range(MOST_CARDS), rows, strict=False)]
    _trace("prospects.export", len(cards), by, at, filters, whole=True)
    return io.BytesIO("".join(vcard.write(cards)).encode())


def template() -> IO[bytes]:
    """The headings the import knows, with one example."""
    out = io.BytesIO()
    notes = Notes(
        _("How to fill in"),
        [
            _("The first row is an example; delete it before you send the table."),
            _("Only the name is needed. Several numbers in one cell are read one by one."),
            _("Columns may stand in any order, and those you do not need may be deleted."),
        ],
    )
    headings = [Column(column.heading, column.width) for column in COLUMNS]
    write_table(
        out, headings, [[column.example for column in COLUMNS]], sheet=_("Contacts"), notes=notes
    )
    out.seek(0)
    return out


def _people(rows: Iterator[Contact], *, whole: bool) -> Iterator[list[Value]]:
    for row in rows:
        numbers = row.phones if whole else [planning.masked(phone) for phone in row.phones]
        yield [
            row.name,
            row.organisation.name if row.organisation else "",
            row.post,
            "、".join(numbers),
            row.wechat,
            row.email,
            row.city,
            str(Source(row.source).label),
            row.met_where,
            row.owner.name,
            "、".join(row.tags),
            str(Basis(row.basis).label),
            row.met_on,
            row.touched_on,
        ]


def _card(row: Contact) -> vcard.VCard:
    return vcard.VCard(
        name=row.name,
        firm=row.organisation.name if row.organisation else "",
        post=row.post,
        phones=tuple(row.phones),
        emails=(row.email,) if row.email else (),
        wechat=row.wechat,
        city=row.city,
    )


def _trace(
    verb: str, rows: int, by: Actor, at: datetime, filters: selectors.Filters, *, whole: bool
) -> None:
    audit.record(
        park_id=by.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="park",
        object_id=by.park_id,
        object_label=by.park_slug,
        detail={
            "rows": rows,
            "whole_numbers": whole,
            "filters": {key: value for key, value in asdict(filters).items() if value},
        },
    )
