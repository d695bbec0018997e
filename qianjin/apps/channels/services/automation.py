"""自动化 What a rule does when its event comes, and what it would have done last month.

Loops cannot be: what a rule does (sorting, noting, telling) is no event, and each rule acts on a
request at most once a round.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts import services as notices
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.audit import services as audit
from qianjin.apps.desk import selectors as desk
from qianjin.apps.desk import services as acts
from qianjin.apps.parks import selectors as parks
from qianjin.apps.parks.models import Unit
from qianjin.units.refusals import Missing, Refusal

from .. import selectors
from ..choices import Hours
from ..models import Rule, RuleRun
from . import sending

log = logging.getLogger(__name__)

DAYS_TRIED = 31
MOST_TRIED = 2000
SHOWN = 50


def matches(rule: Rule, event: desk.Happening, then: desk.Then) -> bool:
    """Whether the conditions of a rule hold for an event; the event itself is asked before."""
    said = f"{event.request.title}\n{event.request.body}".casefold()
    words = rule.words.casefold().replace("，", " ").replace("、", " ").split()
    return (
        (not rule.kinds or then.kind in rule.kinds)
        and (not rule.levels or then.level in rule.levels)
        and (not rule.tiers or event.request.enterprise.tier in rule.tiers)
        and (rule.unit_id is None or then.unit_id == rule.unit_id)
        and (not words or any(word in said for word in words))
        and (not rule.hours or rule.hours == _hours(rule, event.at))
    )


def _hours(rule: Rule, at: datetime) -> str:
    return Hours.OPEN if parks.is_office_time(rule.park, at) else Hours.CLOSED


def doing(rule: Rule, then: desk.Then) -> list[str]:
    """Which of its actions a rule has something left to do by, for a request sorted so."""
    moved = rule.set_unit_id is not None and rule.set_unit_id != then.unit_id
    lead = rule.set_unit_id or then.unit_id
    # Only a lead asks for help, and nobody is asked who leads or is at a part already.
    helps = lead is not None and rule.co_unit_id not in (None, lead, *then.helpers)
    return [
        name
        for name, does in (
            ("set_unit", moved),
            ("set_officer", rule.set_officer_id not in (None, then.officer_id)),
            ("set_level", rule.set_level not in ("", then.level)),
            ("co_unit", helps),
            ("note", bool(rule.note)),
            ("tell_roles", bool(rule.tell_roles)),
            ("tell_person", rule.tell_person_id is not None),
            ("tell_robot", rule.tell_robot_id is not None),
        )
        if does
    ]


def run_rules(event: desk.Happening, at: datetime) -> int:
    """Let every rule that follows this event act; one that fails does not stop the others."""
    ran = 0
    for rule in selectors.active_rules(event.park_id, event.topic):
        try:
            ran += _run(rule, event, at)
        except Exception:
            log.exception("rule %s failed for %s", rule.pk, event.number)
    return ran


@transaction.atomic
def _run(rule: Rule, event: desk.Happening, at: datetime) -> bool:
    row = event.request
    row.refresh_from_db(fields=["kind", "level", "unit", "officer", "round", "status"])
    helpers = desk.helping_now(row) if rule.co_unit_id is not None else frozenset()
    now = desk.Then(row.kind, row.level, row.unit_id, row.officer_id, helpers)
    if not matches(rule, event, now):
        return False
    run, is_new = RuleRun.objects.get_or_create(
        rule=rule,
        request=row,
        round=row.round,
        defaults={"park_id": rule.park_id, "at": at},
    )
    if not is_new:
        return False
    by = replace(Actor.clock(rule.park_id), name=rule.name)
    told = _told(rule, at)
    run.did = [name for name in doing(rule, now) if name != "tell_person" or told]
    try:
        with transaction.atomic():
            _act(rule, event, run.did, told, by, at)
    except Refusal as refusal:
        run.did, run.refusal = [], str(refusal)[:200]
    run.save(update_fields=["did", "refusal"])
    audit.record(
        park_id=rule.park_id,
        by=by,
        at=at,
        verb="rule.run",
        object_kind="request",
        object_id=row.pk,
        object_label=row.number,
        detail={"rule": rule.name, "did": run.did, "refusal": run.refusal},
    )
    return True


def _told(rule: Rule, at: datetime) -> list[User]:
    """The person a rule tells, while they serve in the park; the rest is done without them."""
    if rule.tell_person_id is None:
        return []
    try:
        return [accounts.officer_of(rule.park_id, rule.tell_person_id, on=timezone.localdate(at))]
    except Missing:
        return []


def _act(
    rule: Rule,
    event: desk.Happening,
    did: list[str],
    people: list[User],
    by: Actor,
    at: datetime,
) -> None:
    row = event.request
    if {"set_unit", "set_officer", "set_level"} & set(did):
        unit = rule.set_unit or row.unit
        # An officer of the unit that led before does not go along to another one.
        officer = rule.set_officer or (None if "set_unit" in did else row.officer)
        acts.triage(
            request=row,
            kind=row.kind,
            subkind=row.subkind,
            aim=row.aim,
            level=rule.set_level or row.level,
            unit=unit,
            officer=officer,
            by=by,
            at=at,
        )
    if "co_unit" in did and rule.co_unit is not None:
        words = rule.note or rule.name
        acts.share(request=row, units=[rule.co_unit], words=words, by=by, at=at)
    if "note" in did:
        acts.note(request=row, words=rule.note, by=by, at=at)
    params = {**event.params, "rule": rule.name}
    if "tell_roles" in did:
        on = timezone.localdate(at)
        people = [*people, *accounts.people_with(rule.park_id, *rule.tell_roles, on=on)]
    if people:
        notices.notify(
            users=list({user.pk: user for user in people}.values()),
            park_id=rule.park_id,
            at=at,
            kind="channels.rule",
            object_kind="request",
            object_ref=row.number,
            params=params,
        )
    if "tell_robot" in did and rule.tell_robot is not None:
        sending.queue(
            robot=rule.tell_robot,
            topic=event.topic,
            object_ref=row.number,
            params=params,
            at=at,
        )


@dataclass(frozen=True, slots=True)
class Tried:
    """One request of last month, and what the rule would have done to it."""

    number: str
    title: str
    enterprise: str
    at: datetime
    did: tuple[str, ...]
    was: desk.Then
    unit: str = ""
    officer: str = ""
    """Who led and who handled it then, by name; empty where nobody did."""


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a rule would have done last month: how many events there were, and to how many."""

    since: datetime
    events: int
    is_capped: bool
    hits: int
    rows: tuple[Tried, ...]


def _named(park_id: int, rows: list[Tried]) -> tuple[Tried, ...]:
    """The rows shown, with the names of who led and handled each."""
    led = {row.was.unit_id for row in rows if row.was.unit_id is not None}
    handled = {row.was.officer_id for row in rows if row.was.officer_id is not None}
    units = {unit.pk: unit.name for unit in Unit.objects.filter(park_id=park_id, pk__in=led)}
    names = dict(User.objects.filter(pk__in=handled).values_list("pk", "name"))
    return tuple(
        replace(
            row,
            unit=units.get(row.was.unit_id or 0, ""),
            officer=names.get(row.was.officer_id or 0, ""),
        )
        for row in rows
    )


def would_do(*, rule: Rule, at: datetime) -> DryRun:
    """
    试运行 What the rule would have done in the last 31 days; nothing is changed.

    Each request is judged as it was sorted at the moment of the event.
    """
    since = at - timedelta(days=DAYS_TRIED)
    events = list(
        desk.happenings(rule.park_id, since=since, until=at, most=MOST_TRIED, topic=rule.topic)
    )
    then = desk.as_then(events)
    if rule.co_unit_id is not None:
        helpers = desk.helping_then(events)
        then = {key: replace(was, helpers=helpers[key]) for key, was in then.items()}
    seen: set[tuple[int, int]] = set()
    rows = []
    for event in events:
        was = then[event.row_id]
        key = (event.request.pk, event.request.round)
        if key not in seen and matches(rule, event, was):
            seen.add(key)
            request = event.request
            rows.append(
                Tried(
                    request.number,
                    request.title,
                    request.enterprise.name,
                    event.at,
                    tuple(doing(rule, was)),
                    was,
                )
            )
    newest = _named(rule.park_id, rows[-SHOWN:][::-1])
    return DryRun(since, len(events), len(events) >= MOST_TRIED, len(rows), newest)
