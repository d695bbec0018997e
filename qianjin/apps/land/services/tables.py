"""表格 Parcels taken out as Excel and survey files, and what is said of them taken over."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.parks.choices import UnitKind
from qianjin.apps.parks.models import Park, Unit
from qianjin.units.spreadsheet import SpreadsheetError, read_table
from qianjin.units.spreadsheet.writing import Value, write_table

from .. import columns, planning, policies, selectors
from ..choices import LandSector, Origin, ParcelState
from ..models import Parcel
from ..refusals import (
    BadParcel,
    BadParcelTable,
    MayNotExportParcels,
    MayNotKeepParcels,
    ParcelClosed,
    TooManyParcels,
)
from .recording import change_parcel
from .steps import settings_of

MOST_ROWS, MOST_NAMED = 2000, 50
MOST_SURVEYED = 5000
"""Parcels in one survey file that a web process writes; more are taken out list by list."""


@transaction.atomic
def export_parcels(*, by: Actor, at: datetime, filters: selectors.ParcelFilters) -> IO[bytes]:
    """
    导出地块 The parcels a filter leaves, as a table whose plain columns can be taken over again.

    :raises MayNotExportParcels: this person may not take them out.
    """
    _may(by)
    rows = list(selectors.exported(by, filters))
    target = io.BytesIO()
    write_table(target, columns.headed(), map(_cells, rows), sheet=pgettext("sheet", "Parcels"))
    target.seek(0)
    _trace("parcel.export", by, at, {"rows": len(rows), "filters": _used(filters), "form": "xlsx"})
    return target


@transaction.atomic
def export_survey(
    *, by: Actor, at: datetime, filters: selectors.ParcelFilters, form: str, maker: str
) -> bytes:
    """
    导出勘测文件 The parcels a filter leaves in one of ``planning.FORMS``.

    :raises MayNotExportParcels: this person may not take them out.
    :raises TooManyParcels: more than ``MOST_SURVEYED``.
    """
    _may(by)
    rows = list(selectors.matching(by, filters)[: MOST_SURVEYED + 1])
    if len(rows) > MOST_SURVEYED:
        raise TooManyParcels(most=MOST_SURVEYED)
    content = _written(rows, by, at, form, maker)
    told = {"rows": len(rows), "filters": _used(filters), "form": form}
    _trace("parcel.export", by, at, told)
    return content


@transaction.atomic
def export_one(*, parcel: Parcel, by: Actor, at: datetime, form: str, maker: str) -> bytes:
    """
    导出一块 One parcel in one of ``planning.FORMS``.

    :raises MayNotExportParcels: this person may not take it out.
    """
    _may(by)
    content = _written([parcel], by, at, form, maker)
    _trace("parcel.export", by, at, {"rows": 1, "number": parcel.number, "form": form})
    return content


def _written(rows: Sequence[Parcel], by: Actor, at: datetime, form: str, maker: str) -> bytes:
    outgoing = [
        planning.Outgoing(
            row.number, row.name, row.use_name, row.use_code, row.area_stated, row.shape
        )
        for row in rows
    ]
    zone = settings_of(by.park_id).zone
    day = timezone.localdate(at)
    return planning.write_survey(outgoing, form, zone, maker=maker, made_on=day).content


@transaction.atomic
def import_table(*, park: Park, data: bytes, by: Actor, at: datetime) -> int:
    """
    导入地块表 Take over what a table says of parcels that are in the book; how many have changed.

    Rows are found by number; a column the table does not have, or an empty cell of state, platform
    or origin, leaves the field as it is. Boundaries come by survey files.

    :raises MayNotKeepParcels: this person keeps no parcels in this park.
    :raises BadParcelTable: the file is none, or rows are wrong: ``fields["table"]`` names each.
    """
    if not policies.may_keep(by, park.pk):
        raise MayNotKeepParcels
    try:
        cells = read_table(data, max_rows=MOST_ROWS + 1).rows
    except SpreadsheetError as error:
        raise BadParcelTable({"file": [_(error.sentence) % error.params]}) from error
    rows, problems = columns.read_rows(cells)
    numbers = [row.values.get("number", "") for row in rows]
    known = {p.number: p for p in Parcel.objects.filter(park=park, number__in=numbers)}
    villages = _villages(park)
    changed = 0
    for row in rows:
        parcel = known.get(row.values.get("number", ""))
        if parcel is None:
            sentence = _("There is no parcel of this number; boundaries come by survey files.")
            problems.append(columns.at_row(row.number, columns.LABELS["number"], sentence))
            continue
        values, faults = _values(row.values, villages)
        try:
            before = parcel.version
            if not faults:
                after = change_parcel(parcel=parcel, version=None, by=by, at=at, **values)
                changed += after.version != before
        except BadParcel as refusal:
            faults = {name: str(lines[0]) for name, lines in refusal.fields.items()}
        except ParcelClosed as refusal:
            faults = {"number": str(refusal)}
        problems += [
            columns.at_row(row.number, columns.LABELS.get(name, name), sentence)
            for name, sentence in faults.items()
        ]
    _settle(problems)
    return changed


def _values(
    told: Mapping[str, Any], villages: Mapping[str, Unit]
) -> tuple[dict[str, Any], dict[str, str]]:
    values = {name: value for name, value in told.items() if name != "number"}
    faults = {}
    for name in ("state", "sector", "origin"):
        if not values.get(name):
            values.pop(name, None)
    if "village" in values:
        name = values["village"]
        if name and name not in villages:
            faults["village"] = _("No village of the park has this name.")
        values["village"] = villages.get(name)
        if not name:
            del values["village"]
    return values, faults


def _villages(park: Park) -> dict[str, Unit]:
    found = {}
    for unit in Unit.objects.filter(park=park, kind=UnitKind.VILLAGE):
        found[unit.name_zh] = unit
        if unit.name_en:
            found[unit.name_en] = unit
    return found


def _settle(problems: list[str]) -> None:
    """:raises BadParcelTable: anything is wrong; the transaction takes every row back."""
    if not problems:
        return
    named = problems[:MOST_NAMED]
    if len(problems) > MOST_NAMED:
        more = _("… and %(count)s more faults.") % {"count": len(problems) - MOST_NAMED}
        named.append(more)
    raise BadParcelTable({"table": named})


def _cells(row: Parcel) -> list[Value]:
    words: dict[str, Value] = {
        "village": row.village.name if row.village else "",
        "owner": row.main_owner.name if row.main_owner else "",
        "state": str(ParcelState(row.state).label),
        "sector": str(LandSector(row.sector).label) if row.sector else "",
        "origin": str(Origin(row.origin).label),
        "mu": round(row.mu, 4),
        "hectares": round(row.hectares, 6),
    }
    fields = (field.code for field in columns.PARCEL)
    return [words[code] if code in words else getattr(row, code) for code in fields]


def _used(filters: selectors.ParcelFilters) -> list[str]:
    return [f"{name}={value}" for name, value in asdict(filters).items() if value]


def _may(by: Actor) -> None:
    if not policies.may_export(by, by.park_id):
        raise MayNotExportParcels


def _trace(verb: str, by: Actor, at: datetime, detail: Mapping[str, Any]) -> None:
    audit.record(
        park_id=by.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="park",
        object_id=by.park_id,
        object_label=by.park_slug,
        detail=dict(detail),
    )
