from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.audit import services as audit
from qianjin.units.spreadsheet import Column, Value, write_table

from .. import selectors
from ..choices import EnterpriseStatus, Sector, Tier
from ..labels import FIELD_LABELS
from ..models import Enterprise
from ..sentences import industry_name


@transaction.atomic
def export_table(*, by: Actor, at: datetime, filters: selectors.Filters) -> IO[bytes]:
    """
    导出 Write the enterprises a filter leaves, in its order, as an Excel table.

    Headings and choices are in the reader's language; text stays text, whatever it looks like.
    Telephone numbers go along only with those who keep the whole directory, for each other look
    at a number leaves a trace of its own. The file is the caller's to close.

    :raises MayNotExport: ``by`` may not take the list out.
    """
    rows = selectors.exported(by, filters)
    has_phones = by.scope(Capability.ENTERPRISE_EDIT) == Scope.PARK
    table = tempfile.TemporaryFile()  # noqa: SIM115 (closed by who sends it)
    count = write_table(
        table, _columns(has_phones), _cells(rows, has_phones), sheet=_("Enterprises")
    )
    table.seek(0)
    audit.record(
        park_id=by.park_id,
        by=by,
        at=at,
        verb="enterprise.export",
        object_kind="park",
        object_id=by.park_id,
        object_label=by.park_slug,
        detail={
            "rows": count,
            "phones": has_phones,
            "filters": {key: value for key, value in asdict(filters).items() if value},
        },
    )
    return table


def _columns(has_phones: bool) -> list[Column]:
    titles = [
        FIELD_LABELS["name"],
        FIELD_LABELS["short_name"],
        FIELD_LABELS["credit_code"],
        FIELD_LABELS["industry"],
        _("Industry by name"),
        FIELD_LABELS["sector"],
        FIELD_LABELS["tier"],
        FIELD_LABELS["status"],
        FIELD_LABELS["officer"],
        FIELD_LABELS["address"],
    ]
    phone = [Column(_("Telephone of the contact"))] if has_phones else []
    return [
        *(Column(str(title)) for title in titles),
        Column(str(FIELD_LABELS["opened_on"]), kind="date"),
        Column(_("Contact")),
        *phone,
    ]


def _cells(rows: Iterator[Enterprise], has_phones: bool) -> Iterator[list[Value]]:
    for e in rows:
        words = vars(e)
        cells: list[Value] = [
            e.name,
            e.short_name,
            e.credit_code,
            e.industry,
            industry_name(e.industry) if e.industry else "",
            str(Sector(e.sector).label),
            str(Tier(e.tier).label),
            str(EnterpriseStatus(e.status).label),
            words["officer_name"] or "",
            e.address,
            e.opened_on,
            words["contact_name"] or "",
        ]
        yield [*cells, words["contact_phone"] or ""] if has_phones else cells
