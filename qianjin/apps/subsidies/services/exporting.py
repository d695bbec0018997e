"""导出 Schemes, claims and totals as Excel tables; what is taken out leaves a trace."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.units.spreadsheet.writing import Column, Notes, Value, write_table

from .. import columns, condition_text, selectors
from ..choices import ClaimState, FactField, SchemeState
from ..models import Claim, Scheme
from ..refusals import MayNotExport, MayNotKeepSchemes
from .schemes import trace_out


@transaction.atomic
def export_schemes(*, by: Actor, at: datetime, show: str = "") -> IO[bytes]:
    """
    导出政策 The register as a table that can be mended and taken over again.

    :raises MayNotExport: this person may not take it out.
    """
    _may(by)
    filters = selectors.SchemeFilters(show)
    page = selectors.schemes_page(by, filters, on=timezone.localdate(at), size=None)
    table = _written(columns.headed(columns.SCHEME), map(_scheme, page.rows), _sheet("schemes"))
    trace_out("scheme.export", len(page.rows), by, at, [show] if show else [])
    return table


def scheme_template(*, by: Actor) -> IO[bytes]:
    """
    导入模板 An empty table of schemes with an example and what each column takes.

    :raises MayNotKeepSchemes: this person enters no schemes.
    """
    if not by.may(Capability.SCHEME_EDIT):
        raise MayNotKeepSchemes
    example: list[Value] = []
    for field in columns.SCHEME:
        value = field.example
        value = str(FactField(value).label) if field.code == "rate_of" else value
        value = str(SchemeState.DRAFT.label) if field.code == "state" else value
        example.append(condition_text.written(_EXAMPLE) if field.code == "conditions" else value)
    notes = Notes(
        _("How to fill it in"),
        (
            _("One scheme a row. A scheme of the same title and number is brought up to date."),
            _("Dates as 2026-11-24, amounts in 10,000 yuan. Documents one a line."),
            _("Conditions one a line: field, sign, value. Without a group all must hold."),
            _("Signs: ≥ ≤ for numbers, = for choices, 任一 (any) or 全部 (all) for labels."),
            _("Of conditions that begin with 甲组： (A:) one is enough; so with 乙组： (B:)."),
            _("Fields: %(names)s.") % {"names": "、".join(str(f.label) for f in FactField)},
        ),
    )
    return _written(columns.headed(columns.SCHEME), [example], _sheet("schemes"), notes)


_EXAMPLE: list[dict[str, Any]] = [
    {"field": "revenue_wan", "comparator": "at_least", "values": ["2000"], "group": ""},
    {"field": "rnd_share", "comparator": "at_least", "values": ["3"], "group": "a"},
    {
        "field": "qualifications",
        "comparator": "has_any",
        "values": ["high_tech", "specialised_sme"],
        "group": "a",
    },
]


@transaction.atomic
def export_claims(*, by: Actor, at: datetime, filters: selectors.ClaimFilters) -> IO[bytes]:
    """
    导出申报 The claims a filter leaves, newest first, as a table that can be taken over again.

    :raises MayNotExport: this person may not take it out.
    """
    _may(by)
    rows = list(selectors.exported(by, filters))
    table = _written(columns.headed(columns.CLAIM), map(_claim, rows), _sheet("claims"))
    used = [f"{name}={value}" for name, value in asdict(filters).items() if value]
    trace_out("claim.export", len(rows), by, at, used)
    return table


def claim_template(*, by: Actor) -> IO[bytes]:
    """
    导入模板 An empty table of claims.

    :raises MayNotExport: this person takes no tables.
    """
    _may(by)
    notes = Notes(
        _("How to fill it in"),
        (
            _("One claim a row: scheme (title or number), enterprise (name or code), year, state."),
            _("States: %(names)s.") % {"names": "、".join(str(s.label) for s in ClaimState)},
            _("Amounts in 10,000 yuan. Paid needs approved amount, paid amount and day."),
            _("Either every row is taken over or none; what is wrong is named by row and column."),
        ),
    )
    return _written(columns.headed(columns.CLAIM), [], _sheet("claims"), notes)


@transaction.atomic
def export_totals(
    *, by: Actor, at: datetime, filters: selectors.ClaimFilters, group: str
) -> IO[bytes]:
    """
    导出汇总 All of the totals, by scheme, enterprise or year.

    :raises MayNotExport: this person may not take them out.
    """
    _may(by)
    found = selectors.totals(by, filters, group, most=None)
    heads = {"scheme": _("Support scheme"), "enterprise": _("Enterprise"), "year": _("Year")}
    cols = [
        Column(heads[group], 36),
        Column(_("Claims"), 8, "number"),
        Column(_("Claimed (10,000 yuan)"), 14, "number"),
        Column(_("Approved (10,000 yuan)"), 14, "number"),
        Column(_("Paid (10,000 yuan)"), 14, "number"),
    ]
    rows = ((one.label, one.claims, one.claimed, one.approved, one.paid) for one in found)
    table = _written(cols, rows, pgettext("sheet", "Totals of claims"))
    trace_out("claim.export", len(found), by, at, [f"totals={group}"])
    return table


def note_list_taken(*, by: Actor, at: datetime, rows: int) -> None:
    """
    导出清单 Whoever takes the list as Word leaves the same trace.

    :raises MayNotExport: this person may not take it out.
    """
    _may(by)
    trace_out("claim.export", rows, by, at, ["word"])


def _may(by: Actor) -> None:
    if not by.may(Capability.CLAIM_EXPORT):
        raise MayNotExport


def _sheet(name: str) -> str:
    return {
        "schemes": pgettext("sheet", "Support schemes"),
        "claims": pgettext("sheet", "Claims"),
    }[name]


def _written(
    heads: Sequence[Column], rows: Any, sheet: str, notes: Notes | None = None
) -> IO[bytes]:
    target = io.BytesIO()
    write_table(target, heads, rows, sheet=sheet, notes=notes)
    target.seek(0)
    return target


def _scheme(row: Scheme) -> list[Value]:
    words = {
        "documents": "\n".join(row.documents),
        "conditions": condition_text.written(row.conditions),
        "rate_of": str(FactField(row.rate_of).label) if row.rate_of else "",
        "state": str(SchemeState(row.state).label),
    }
    fields = (field.code for field in columns.SCHEME)
    return [words[code] if code in words else getattr(row, code) for code in fields]


def _claim(row: Claim) -> list[Value]:
    return list(_claim_cells(row))


def _claim_cells(row: Claim) -> Iterator[Value]:
    yield row.scheme.title
    yield row.scheme.document_number
    yield row.enterprise.name
    yield row.enterprise.credit_code
    yield row.year
    yield str(ClaimState(row.state).label)
    yield row.filed_on
    yield row.claimed_wan
    yield row.approved_wan
    yield row.paid_wan or None
    yield row.paid_on
    yield row.refused_because
