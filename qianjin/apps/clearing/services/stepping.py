"""程序记录 Entering when a step began and was done, and where it stands online."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.land import services as land
from qianjin.apps.land.choices import EventKind, ParcelState
from qianjin.apps.land.models import Parcel
from qianjin.apps.parks.models import Unit

from .. import policies
from ..choices import AcquisitionState, Online, Stage
from ..models import Acquisition, ParcelStep, VillagePart
from ..planning import ready as planning
from ..planning.days import days_of
from ..refusals import BadEntry, MayNotClear, NotBeforeDone, NotBeforePaid, TooShort
from ..steps import Step
from .readying import refresh
from .traces import check_past, held, note_parcel, plain, today_of, trace


@dataclass(frozen=True, slots=True)
class Entry:
    """程序日期 What is said of one step: when it began and was done, and where it stands online."""

    code: str
    village: Unit | None = None
    begun_on: date | None = None
    done_on: date | None = None
    online: str = ""
    document: str = ""
    words: str = ""


def enter_step(
    *, parcel: Parcel, code: str, by: Actor, at: datetime, **given: Any
) -> list[ParcelStep]:
    """
    记程序 Say when one step of a parcel began and was done, and where it stands online.

    ``given``: the further fields of ``Entry``. See ``enter_steps``.
    """
    return enter_steps(parcel=parcel, entries=[Entry(code, **given)], by=by, at=at)


@transaction.atomic
def enter_steps(
    *, parcel: Parcel, entries: Sequence[Entry], by: Actor, at: datetime
) -> list[ParcelStep]:
    """
    补录程序 Enter several steps of a parcel at once, in their order: all of them or none.

    What changes nothing is left out of the answer. A step cannot be done before those it waits
    for, nor before the least period of the law has passed; nobody vacates before compensation is
    paid in full.

    :raises MayNotClear: not this person's.
    :raises BadEntry: no such step or village of it, a day to come or in the wrong order.
    :raises NotBeforeDone, TooShort, NotBeforePaid: what the law or the order of things forbids.
    """
    # Acts on one parcel are told one after the other.
    Parcel.objects.select_for_update(of=("self",), no_key=True).get(pk=parcel.pk)
    book = _Book(parcel, by, at)
    saved = [row for entry in entries if (row := book.enter(entry)) is not None]
    if saved:
        is_listing = all(book.rules[row.code].stage == Stage.LISTING for row in saved)
        note_parcel(
            parcel,
            "step.enter",
            EventKind.LISTING if is_listing else EventKind.ACQUISITION,
            by=by,
            at=at,
            words="；".join(book.told),
            object_kind="parcel",
            object_id=parcel.pk,
            detail=book.changes[0] if len(saved) == 1 else {"steps": book.changes},
        )
        end_if_done(parcel, by=by, at=at)
        refresh(park=parcel.park, at=at, parcels=[parcel.pk])
    return saved


class _Book:
    """What is known of a parcel while steps are entered one after the other."""

    def __init__(self, parcel: Parcel, by: Actor, at: datetime) -> None:
        self.parcel, self.by, self.at = parcel, by, at
        self.rules = planning.rules_of(parcel.park_id)
        self.facts = planning.facts_of(parcel.park_id, [parcel.pk])[parcel.pk]
        self.rows = {
            (row.code, row.village_id): row for row in ParcelStep.objects.filter(parcel=parcel)
        }
        self.told: list[str] = []
        self.changes: list[dict[str, Any]] = []

    def enter(self, entry: Entry) -> ParcelStep | None:
        """Check and keep one step; ``None`` when nothing changes."""
        step, village = self._step(entry), entry.village
        key = (entry.code, village.pk if village else None)
        row = self.rows.get(key) or ParcelStep(
            park_id=self.parcel.park_id, parcel=self.parcel, code=entry.code, village=village
        )
        fresh = {
            "begun_on": entry.begun_on,
            "done_on": entry.done_on,
            "online": _online(entry.online or row.online),
            "document": plain(entry.document, 80),
            "words": plain(entry.words),
        }
        _check_days(step, entry.begun_on, entry.done_on, self.at)
        if entry.done_on is not None:
            self._check_order(step, entry)
        before = {name: getattr(row, name) for name in fresh}
        if before == fresh and row.pk:
            return None
        if fresh["online"] != row.online:
            row.online_on = today_of(self.at)
        for name, value in fresh.items():
            setattr(row, name, value)
        row.by_name, row.at = self.by.name[:80], self.at
        row.save()
        self.rows[key] = row
        entered = {**self.facts.entered, key: (entry.begun_on, entry.done_on)}
        self.facts = replace(self.facts, entered=entered)
        changed = {name: value for name, value in fresh.items() if before[name] != value}
        name = f"{step.zh}（{village.name_zh}）" if village else step.zh
        self.told.append(_words(name, changed))
        told = {"step": entry.code, "village": village.code if village else "", **changed}
        self.changes.append(told)
        return row

    def _step(self, entry: Entry) -> Step:
        village = entry.village
        if village is None and not policies.may_keep(self.by, self.parcel.park_id):
            raise MayNotClear
        if village is not None and not policies.may_keep_village(self.by, village):
            raise MayNotClear
        step = self.rules.get(entry.code)
        if step is None or not step.is_entered:
            raise BadEntry({"code": [_("There is no such step.")]})
        if step.is_per_village:
            if village is None or village.pk not in {p.village_id for p in self.facts.parts}:
                raise BadEntry({"village": [_("This village has no part in it.")]})
        elif village is not None:
            raise BadEntry({"village": [_("This step is one for all villages.")]})
        return step

    def _check_order(self, step: Step, entry: Entry) -> None:
        if step.is_floor and entry.begun_on is not None and entry.done_on is not None:
            days = days_of(self.parcel.park, entry.begun_on)
            until = days.end(entry.begun_on, step.least, is_working=step.is_working)
            if entry.done_on < until:
                raise TooShort(
                    step=step.name,
                    days=period(step.least, step.is_working),
                    until=date_format(until, "Y-m-d"),
                    law=step.law,
                )
        if step.code == "vacating" and entry.village is not None:
            part = VillagePart.objects.select_related("village").filter(
                acquisition__parcel=self.parcel, village=entry.village
            )
            check_paid(part.exclude(acquisition__state=AcquisitionState.STOPPED).get())
        check_before(self.facts, step, self.rules, entry.village)


def _online(wanted: str) -> str:
    if wanted not in Online.values:
        raise BadEntry({"online": [_("Choose one from the list.")]})
    return wanted


def _check_days(step: Step, begun: date | None, done: date | None, at: datetime) -> None:
    check_past(begun, at, "begun_on")
    check_past(done, at, "done_on")
    if begun and done and done < begun:
        raise BadEntry({"done_on": [_("This lies before the day it began.")]})
    if step.is_floor and done and begun is None:
        raise BadEntry({"begun_on": [_("Say when the notice was given.")]})


def check_before(
    facts: planning.Facts,
    step: Step,
    rules: dict[str, Step],
    village: Unit | None,
    *,
    but: Sequence[str] = (),
) -> None:
    """:raises NotBeforeDone: something the step waits for, ``but`` for some steps, is open."""
    gates = {gate.key: gate for gate in planning.gates_of(facts, rules, date.max)}
    key = f"{step.code}@{village.pk}" if village else step.code
    for name in _behind(gates, key):
        gate = gates[name]
        code = planning.split(name)[0]
        if gate.done is None and code not in but:
            raise NotBeforeDone(step=step.name, before=rules[code].name)


def _behind(gates: dict[str, Any], key: str) -> list[str]:
    """What a gate waits for; through what does not apply."""
    found: list[str] = []
    for name in (*gates[key].after, *gates[key].ends_with):
        found += [name] if gates[name].is_needed else _behind(gates, name)
    return found


def check_paid(part: VillagePart) -> None:
    """:raises NotBeforePaid: compensation of the village is not paid in full (浙条例第47条)."""
    if not part.is_paid:
        raise NotBeforePaid(
            paid=f"{part.paid:,.2f}", due=f"{part.due:,.2f}", village=part.village.name
        )


def period(days: int, is_working: bool) -> str:
    """A length in words."""
    if is_working:
        told = ngettext("%(days)d working day", "%(days)d working days", days)
    else:
        told = ngettext("%(days)d day", "%(days)d days", days)
    return told % {"days": days}


def _words(told: str, changed: dict[str, Any]) -> str:
    marks = []
    if changed.get("begun_on"):
        marks.append(f"{changed['begun_on']} 起")
    if changed.get("done_on"):
        marks.append(f"{changed['done_on']} 完成")
    if "online" in changed and changed["online"] != Online.NONE:
        marks.append(f"线上{Online(changed['online']).label}")
    marks += [str(changed[name]) for name in ("document", "words") if changed.get(name)]
    return f"{told}：{'，'.join(marks)}" if marks else told


def end_if_done(parcel: Parcel, *, by: Actor, at: datetime) -> None:
    """An acquisition whose every step is done is over: the parcel is acquired."""
    vacated = ParcelStep.objects.filter(parcel=parcel, code="vacating", done_on__isnull=False)
    row = (
        Acquisition.objects.filter(parcel=parcel, state=AcquisitionState.UNDER_WAY)
        .filter(Exists(vacated))
        .first()
    )
    if row is None:
        return
    facts = planning.facts_of(parcel.park_id, [parcel.pk])[parcel.pk]
    rules = planning.rules_of(parcel.park_id)
    ours = {code for code, step in rules.items() if step.stage == Stage.ACQUISITION}
    for gate in planning.gates_of(facts, rules, today_of(at)):
        if planning.split(gate.key)[0] in ours and gate.is_needed and gate.done is None:
            return
    row = held(row)
    row.state, row.ended_on, row.version = AcquisitionState.DONE, today_of(at), row.version + 1
    row.save(update_fields=["state", "ended_on", "version"])
    land.note_state(
        parcel=row.parcel, state=ParcelState.ACQUIRED, by=by, at=at, kind=EventKind.ACQUISITION
    )
    trace(row, "done", by, at)
