"""规则的话 A rule in plain words, in whichever language is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from qianjin.apps.accounts.choices import Role
from qianjin.apps.channels.choices import Hours, Topic
from qianjin.apps.desk.choices import Level, RequestKind
from qianjin.apps.enterprises.choices import Tier

DID = {
    "set_unit": gettext_lazy("lead unit changed"),
    "set_officer": gettext_lazy("officer changed"),
    "set_level": gettext_lazy("level changed"),
    "co_unit": gettext_lazy("unit asked to help"),
    "note": gettext_lazy("internal note added"),
    "tell_roles": gettext_lazy("roles told"),
    "tell_person": gettext_lazy("person told"),
    "tell_robot": gettext_lazy("group told"),
}
"""What a run did, in a word."""


def in_both(rule: Any) -> list[tuple[str, str]]:
    """The sentence in Chinese and in English, each with its language."""
    told = []
    for code in ("zh-hans", "en"):
        with translation.override(code):
            told.append((code, sentence(rule)))
    return told


def sentence(rule: Any) -> str:
    """When …, and …, then …."""
    when = [str(Topic(rule.topic).label), *_conditions(rule)]
    return _("When: %(when)s. Then: %(then)s.") % {
        "when": pgettext("between two conditions", ", and ").join(when),
        "then": pgettext("between two actions", "; ").join(_actions(rule)),
    }


def _conditions(rule: Any) -> Iterable[str]:
    if rule.kinds:
        yield _("the type is %(names)s") % {"names": _either(RequestKind, rule.kinds)}
    if rule.levels:
        yield _("the level is %(names)s") % {"names": _either(Level, rule.levels)}
    if rule.tiers:
        yield _("the enterprise is %(names)s") % {"names": _either(Tier, rule.tiers)}
    if rule.unit is not None:
        yield _("the lead unit is %(name)s") % {"name": rule.unit.name}
    if rule.hours:
        yield _("it happens %(hours)s") % {"hours": Hours(rule.hours).label}
    if rule.words:
        words = rule.words.replace("，", " ").replace("、", " ").split()
        yield _("the words mention %(words)s") % {
            "words": pgettext("between two alternatives", " or ").join(f"“{w}”" for w in words)
        }


def _actions(rule: Any) -> Iterable[str]:
    if rule.set_unit is not None:
        yield _("%(name)s leads it") % {"name": rule.set_unit.name}
    if rule.set_officer is not None:
        yield _("%(name)s handles it") % {"name": rule.set_officer.name}
    if rule.set_level:
        yield _("its level becomes %(name)s") % {"name": Level(rule.set_level).label}
    if rule.co_unit is not None:
        yield _("%(name)s is asked to help") % {"name": rule.co_unit.name}
    if rule.note:
        yield _("an internal note says “%(words)s”") % {"words": rule.note}
    if rule.tell_roles:
        names = pgettext("between two names", ", ").join(
            str(Role(role).label) for role in rule.tell_roles
        )
        yield _("these are told: %(names)s") % {"names": names}
    if rule.tell_person is not None:
        yield _("%(name)s is told") % {"name": rule.tell_person.name}
    if rule.tell_robot is not None:
        yield _("the group “%(name)s” is told") % {"name": rule.tell_robot.name}


def _either(choices: Any, codes: Iterable[str]) -> str:
    return pgettext("between two alternatives", " or ").join(
        str(choices(code).label) for code in codes
    )


def would(rule: Any, row: Any) -> str:
    """What the rule would have made of one request: from what to what, and who is told."""
    nobody = pgettext("rule", "nobody")
    moved: list[str] = []

    def move(label: Any, was: str, then: str) -> None:
        change = {"label": label, "was": was or nobody, "then": then or nobody}
        moved.append(_("%(label)s: %(was)s → %(then)s") % change)

    if "set_unit" in row.did:
        move(_("Lead unit"), row.unit, rule.set_unit.name)
    if "set_officer" in row.did:
        move(_("Officer"), row.officer, rule.set_officer.name)
    elif "set_unit" in row.did and row.officer:
        # An officer of the unit that led before does not go along to another one.
        move(_("Officer"), row.officer, "")
    if "set_level" in row.did:
        was = str(Level(row.was.level).label) if row.was.level in Level.values else ""
        move(_("Level"), was, str(Level(rule.set_level).label))
    others = ("co_unit", "note", "tell_roles", "tell_person", "tell_robot")
    rest = [str(DID[name]) for name in others if name in row.did]
    return pgettext("between two actions", "; ").join([*moved, *rest]) or done(())


def done(did: Iterable[str]) -> str:
    """What was done, or that everything was so already."""
    said = pgettext("between two names", ", ").join(str(DID[name]) for name in did)
    return said or _("nothing was left to do")
