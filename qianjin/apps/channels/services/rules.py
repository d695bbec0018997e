"""自动化规则 Writing a rule down, changing it, switching it on and off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Role
from qianjin.apps.audit import services as audit
from qianjin.apps.desk.choices import Level, RequestKind
from qianjin.apps.enterprises.choices import Tier
from qianjin.apps.parks.models import Park
from qianjin.units.refusals import Missing

from .. import policies
from ..choices import RULE_TOPICS, Hours
from ..models import Rule
from ..refusals import BadRule, MayNotSetChannels

MOST_RULES = 100
LISTS = {
    "kinds": RequestKind.values,
    "levels": Level.values,
    "tiers": Tier.values,
    "tell_roles": [role for role in Role.values if role != Role.ENTERPRISE_CONTACT],
}
FIELDS = (
    *("name", "topic", *LISTS, "unit", "words", "hours"),
    *("set_unit", "set_officer", "set_level", "co_unit", "note", "tell_person", "tell_robot"),
)


@transaction.atomic
def add_rule(*, park: Park, by: Actor, at: datetime, **told: Any) -> Rule:
    """
    新建规则 Write a rule down; it rests until it is switched on. ``told`` are ``FIELDS``.

    :raises MayNotSetChannels: ``by`` does not administer this park.
    :raises BadRule: it has no name, does nothing, or names what is not the park's.
    """
    if not policies.may_set_channels(by, park.pk):
        raise MayNotSetChannels
    if Rule.objects.filter(park=park).count() >= MOST_RULES:
        raise BadRule({"name": [_("A hundred rules are written already.")]})
    rule = Rule(park=park)
    _set(rule, told, at)
    _trace(rule, "rule.add", by, at)
    return rule


@transaction.atomic
def change_rule(*, rule: Rule, by: Actor, at: datetime, **told: Any) -> Rule:
    """
    修改规则 Change a rule; what it did stays done.

    :raises MayNotSetChannels: ``by`` does not administer this park.
    :raises BadRule: as for ``add_rule``.
    """
    row = _locked(rule, by)
    _set(row, told, at)
    _trace(row, "rule.change", by, at)
    return row


@transaction.atomic
def pause_rule(*, rule: Rule, by: Actor, at: datetime) -> Rule:
    """
    停用规则 Switch a rule off. Doing it twice changes nothing.

    :raises MayNotSetChannels: ``by`` does not administer this park.
    """
    return _turn(_locked(rule, by), False, "rule.pause", by, at)


@transaction.atomic
def wake_rule(*, rule: Rule, by: Actor, at: datetime) -> Rule:
    """
    启用规则 Switch a rule on; it follows what happens from now on. Twice changes nothing.

    :raises MayNotSetChannels: ``by`` does not administer this park.
    """
    return _turn(_locked(rule, by), True, "rule.wake", by, at)


def _locked(rule: Rule, by: Actor) -> Rule:
    if not policies.may_set_channels(by, rule.park_id):
        raise MayNotSetChannels
    return Rule.objects.select_for_update(of=("self",)).get(pk=rule.pk)


def _set(rule: Rule, told: dict[str, Any], at: datetime) -> None:
    for name in FIELDS:
        if name in told:
            setattr(rule, name, told[name])
    rule.name, rule.words, rule.note = rule.name.strip()[:40], rule.words.strip(), rule.note.strip()
    for name, known in LISTS.items():
        setattr(rule, name, [value for value in known if value in getattr(rule, name)])
    if problems := _problems(rule, at):
        raise BadRule(problems)
    rule.save()


def _problems(rule: Rule, at: datetime) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    same = Rule.objects.filter(park_id=rule.park_id, name=rule.name).exclude(pk=rule.pk)
    if not rule.name:
        problems["name"] = [_("The rule needs a name.")]
    elif same.exists():
        problems["name"] = [_("A rule of this name exists already.")]
    if rule.topic not in RULE_TOPICS:
        problems["topic"] = [_("This event is unknown.")]
    if rule.hours and rule.hours not in Hours.values:
        problems["hours"] = [_("Choose one of these.")]
    if rule.set_level and rule.set_level not in Level.values:
        problems["set_level"] = [_("Unknown level.")]
    for name in ("unit", "set_unit", "co_unit", "tell_robot"):
        named = getattr(rule, name)
        if named is not None and named.park_id != rule.park_id:
            problems[name] = [_("This belongs to another park.")]
    for name in ("set_officer", "tell_person"):
        person = getattr(rule, f"{name}_id")
        try:
            if person is not None:
                accounts.officer_of(rule.park_id, person, on=timezone.localdate(at))
        except Missing:
            problems[name] = [_("This person does not serve in the park.")]
    if len(rule.words) > 200:
        problems["words"] = [_("At most %(most)s characters.") % {"most": 200}]
    if len(rule.note) > 400:
        problems["note"] = [_("At most %(most)s characters.") % {"most": 400}]
    if rule.co_unit_id is not None and rule.co_unit_id == rule.set_unit_id:
        problems["co_unit"] = [_("The lead does not help itself; choose another unit.")]
    acts = (rule.set_unit_id, rule.set_officer_id, rule.set_level, rule.co_unit_id, rule.note)
    told = (rule.tell_roles, rule.tell_person_id, rule.tell_robot_id)
    if not any(acts) and not any(told):
        problems["note"] = [_("The rule does nothing yet; choose at least one thing to do.")]
    return problems


def _turn(row: Rule, active: bool, verb: str, by: Actor, at: datetime) -> Rule:
    if row.is_active != active:
        row.is_active = active
        row.save(update_fields=["is_active"])
        _trace(row, verb, by, at)
    return row


def _trace(rule: Rule, verb: str, by: Actor, at: datetime) -> None:
    audit.record(
        park_id=rule.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="rule",
        object_id=rule.pk,
        object_label=rule.name,
        detail={
            "topic": rule.topic,
            **{name: getattr(rule, name) for name in LISTS},
            "words": rule.words,
            "hours": rule.hours,
            "unit": rule.unit_id,
            "set_unit": rule.set_unit_id,
            "set_officer": rule.set_officer_id,
            "set_level": rule.set_level,
            "co_unit": rule.co_unit_id,
            "note": rule.note,
            "tell_person": rule.tell_person_id,
            "tell_robot": rule.tell_robot_id,
        },
    )
