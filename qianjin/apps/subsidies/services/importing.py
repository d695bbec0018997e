"""导入 Tables of claims: every row is taken over, or none and all faults are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises import selectors as directory
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Park
from qianjin.units.spreadsheet import Cell, SpreadsheetError, read_table

from .. import policies
from ..choices import UNFILED, ClaimState, StepKind
from ..columns import CLAIM, Row, at_row, read_rows
from ..models import Claim, Scheme
from ..refusals import BadTable, MayNotHandle
from .steps import done

MOST_ROWS = 2000
MOST_NAMED = 50
"""How many faults are named at once."""
LABELS = {field.code: field.label for field in CLAIM}


@dataclass(frozen=True, slots=True)
class Taken:
    """What a table brought: rows entered anew, and rows brought up to date."""

    new: int
    changed: int


@transaction.atomic
def import_claims(*, park: Park, data: bytes, by: Actor, at: datetime) -> Taken:
    """
    导入申报 Take over where claims stand, for instance the bureau's list of what it has paid.

    A claim that is not there yet is entered. Nobody is told by a table.

    :raises MayNotHandle: this person carries no claims on, or an enterprise is not in their care.
    :raises BadTable: the file is none, or rows are wrong: ``fields["table"]`` names each.
    """
    if park.pk != by.park_id or not by.may(Capability.CLAIM_HANDLE):
        raise MayNotHandle
    rows, problems = read_rows(_cells(data), CLAIM, ("scheme", "enterprise", "state"))
    here = _Here(by)
    today = timezone.localdate(at)
    new = changed = 0
    for row in rows:
        faults: dict[str, list[str]] = {}
        scheme, firm = here.scheme(row, faults), here.firm(row, faults)
        values = _wanted(row, today, faults, scheme)
        if firm is not None and not policies.may_handle(by, firm):
            faults["enterprise"] = [str(MayNotHandle())]
        if faults or scheme is None or firm is None:
            problems += _placed(row.number, faults)
            continue
        made = _land(scheme, firm, values, by, at)
        new, changed = new + (made is True), changed + (made is False)
    _settle(problems)
    return Taken(new, changed)


class _Here:
    """What the rows of a table may name."""

    def __init__(self, by: Actor) -> None:
        self._by = by

    def scheme(self, row: Row, faults: dict[str, list[str]]) -> Scheme | None:
        title, number = row.values.get("scheme", ""), row.values.get("document_number", "")
        rows = Scheme.objects.filter(park_id=self._by.park_id)
        found = list(rows.filter(title=title)[:2]) if title else []
        if len(found) != 1 and number:
            found = list(rows.filter(document_number=number, **({"title": title} if found else {})))
        if len(found) == 1:
            return found[0]
        faults["scheme"] = [_("No scheme, or more than one, has this title or number.")]
        return None

    def firm(self, row: Row, faults: dict[str, list[str]]) -> Enterprise | None:
        name, code = row.values.get("enterprise", ""), row.values.get("credit_code", "")
        rows = directory.enterprises_visible_to(self._by)
        found = list(rows.filter(credit_code=code)[:2]) if code else []
        if not found and name:
            found = list(rows.filter(name=name)[:2])
        if len(found) == 1:
            return found[0]
        faults["enterprise"] = [_("No enterprise, or more than one, has this name or code.")]
        return None


def _wanted(
    row: Row, today: date, faults: dict[str, list[str]], scheme: Scheme | None
) -> dict[str, Any]:
    """The values of a claim that fit each other."""
    told: Mapping[str, Any] = row.values
    state = told.get("state") or ""
    if not state:
        faults["state"] = [_("This is needed.")]
    year = scheme.closes_on.year if scheme and scheme.closes_on else today.year
    values: dict[str, Any] = {
        "state": state,
        "year": told.get("year") or year,
        **{name: told.get(name) for name in ("filed_on", "claimed_wan", "approved_wan", "paid_on")},
        "paid_wan": told.get("paid_wan") or Decimal(0),
        "refused_because": str(told.get("refused_because") or "")[:400],
    }
    for name in ("claimed_wan", "approved_wan", "paid_wan"):
        if (value := values[name]) is not None and not 0 <= value < Decimal(10) ** 9:
            faults[name] = [_("An amount above zero, in units of 10,000 yuan.")]
    if not 1949 <= values["year"] <= 2200:
        faults["year"] = [_("This is no year.")]
    _fitting(values, today, faults)
    return values


def _fitting(values: Mapping[str, Any], today: date, faults: dict[str, list[str]]) -> None:
    state, approved, paid = values["state"], values["approved_wan"], values["paid_wan"]
    needed = _("In this state it is needed.")
    if state in (ClaimState.APPROVED, ClaimState.PAID) and not approved:
        faults["approved_wan"] = [needed]
    if (paid or state == ClaimState.PAID) and values["paid_on"] is None:
        faults["paid_on"] = [needed]
    if paid and paid > (approved or 0):
        faults["paid_wan"] = [_("More than was approved.")]
    if state == ClaimState.PAID and not paid:
        faults["paid_wan"] = [needed]
    if state == ClaimState.REFUSED and not values["refused_because"]:
        faults["refused_because"] = [needed]
    if state in UNFILED and (approved or paid or values["filed_on"]):
        faults["state"] = [_("It has been filed or paid; this state does not go with that.")]
    for name in ("filed_on", "paid_on"):
        if values[name] is not None and values[name] > today:
            faults[name] = [_("This day is still to come.")]


def _land(
    scheme: Scheme, firm: Enterprise, values: Mapping[str, Any], by: Actor, at: datetime
) -> bool | None:
    """Write one claim: ``True`` entered, ``False`` changed, ``None`` as it was."""
    year = values["year"]
    Scheme.objects.select_for_update().get(pk=scheme.pk)
    claims = Claim.objects.select_for_update(of=("self",)).select_related("scheme", "enterprise")
    row = claims.filter(scheme=scheme, enterprise=firm, year=year).first()
    is_new = row is None
    row = row or Claim(park_id=scheme.park_id, scheme=scheme, enterprise=firm, year=year)
    differing = {
        name: value
        for name, value in values.items()
        if getattr(row, name) != value and (value is not None or name == "state")
    }
    if not is_new and not differing:
        return None
    for name, value in differing.items():
        setattr(row, name, value)
    label = str(ClaimState(row.state).label)
    done(row, StepKind.ENTERED, by=by, at=at, words=label)
    return is_new


def _cells(data: bytes) -> Sequence[Sequence[Cell]]:
    try:
        return read_table(data, max_rows=MOST_ROWS + 1).rows
    except SpreadsheetError as error:
        raise BadTable({"file": [_(error.sentence) % error.params]}) from error


def _placed(number: int, faults: Mapping[str, Any]) -> list[str]:
    return [
        at_row(number, str(LABELS.get(name, name)), str(sentence))
        for name, sentences in faults.items()
        for sentence in sentences
    ]


def _settle(problems: list[str]) -> None:
    """:raises BadTable: anything is wrong; the transaction takes every row back."""
    if not problems:
        return
    named = problems[:MOST_NAMED]
    if len(problems) > MOST_NAMED:
        more = _("… and %(count)s more faults.") % {"count": len(problems) - MOST_NAMED}
        named.append(more)
    raise BadTable({"table": named})
