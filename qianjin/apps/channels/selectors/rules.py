from __future__ import annotations

from qianjin.apps.accounts.actors import Actor
from qianjin.units.refusals import Missing

from ..models import Rule, RuleRun

RUNS_SHOWN = 25
_WITH = ("park", "unit", "set_unit", "co_unit", "set_officer", "tell_person", "tell_robot__park")


def rules_of(actor: Actor) -> list[Rule]:
    """Every rule of the park; the number of them is bounded by ``services.MOST_RULES``."""
    return list(Rule.objects.filter(park_id=actor.park_id).select_related(*_WITH))


def rule_for(actor: Actor, rule_id: int) -> Rule:
    """
    One rule of the actor's park.

    :raises Missing: there is none.
    """
    found = Rule.objects.select_related(*_WITH).filter(park_id=actor.park_id, pk=rule_id).first()
    if found is None:
        raise Missing
    return found


def active_rules(park_id: int, topic: str) -> list[Rule]:
    """The rules that follow an event, in the order in which they were written."""
    rows = Rule.objects.filter(park_id=park_id, topic=topic, is_active=True)
    return list(rows.select_related(*_WITH).order_by("id"))


def runs_of(rule: Rule) -> list[RuleRun]:
    """What a rule did last."""
    return list(RuleRun.objects.filter(rule=rule).select_related("request")[:RUNS_SHOWN])
