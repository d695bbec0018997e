"""活动网络 The versions of a park's network: changed step by step, accepted plan by plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.audit import services as audit
from qianjin.apps.parks.models import Park, Unit

from .. import policies
from ..choices import Basis, DayKind, LinkKind, Strength
from ..models import Capacity, Network, Plan
from ..network import Before, Step, read, standard, written
from ..planning.nets import Loop, network_of
from ..refusals import BadEntry, ChangedSince, MayNotSetNetwork, NetworkLoop, NothingNew
from .laying import lay_steps
from .rounds import ask, placed
from .traces import held, plain, trace

MOST_DAYS = 2000
MOST_CASES = 500


@transaction.atomic
def in_force(*, park: Park, at: datetime) -> Network:
    """The version in force; a park's first one is the usual network."""
    found = Network.objects.filter(park=park).order_by("-number").first()
    if found is None:
        content = [dict(row) for row in standard()]
        found, _made = Network.objects.get_or_create(
            park=park, number=1, defaults={"content": content, "at": at}
        )
    return found


@transaction.atomic
def change_step(
    *,
    park: Park,
    version: int,
    key: str,
    least: int,
    likely: int,
    most: int,
    kind: str,
    is_reviewable: bool,
    who: str,
    law: str,
    links: Mapping[str, tuple[str, int, str]],
    words: str,
    by: Actor,
    at: datetime,
) -> Network:
    """
    改环节 Change one step and what comes before it, as a new version; plans keep theirs.

    ``links``: of each step before: how the ends are tied, days between, why. ``words`` say why.
    A step whose days are changed counts as set by the park, unless a law sets them.

    :raises MayNotSetNetwork: not this person's.
    :raises ChangedSince: ``version`` is not in force any more.
    :raises BadEntry: what is wrong, by field.
    :raises NetworkLoop: steps would wait for each other.
    """
    if not policies.may_set_network(by, park.pk):
        raise MayNotSetNetwork
    Park.objects.select_for_update().get(pk=park.pk)
    before = in_force(park=park, at=at)
    if before.number != max(version, 1):
        raise ChangedSince
    steps = read(before.content)
    if key not in steps:
        raise BadEntry({"key": [_("There is no such step.")]})
    old = steps[key]
    words, law = plain(words, 200), plain(law, 300)
    units = tuple(dict.fromkeys(part for part in (p.strip() for p in _parts(who)) if part))
    problems = _problems(old, least, likely, most, kind, units, law, words)
    after = _links(links, steps, key, old, problems)
    if problems:
        raise BadEntry(problems)
    days = (least, likely, most, kind)
    is_set = days != (old.least, old.likely, old.most, old.kind) and old.basis != Basis.LAW
    new = replace(
        old,
        least=least,
        likely=likely,
        most=most,
        kind=kind,
        is_reviewable=is_reviewable,
        who=units,
        law_zh=law if law not in (old.law_zh, old.law_en) else old.law_zh,
        law_en=old.law_en if law in (old.law_zh, old.law_en) else "",
        basis=Basis.PARK if is_set else old.basis,
        after=after,
    )
    if new == old:
        return before
    steps[key] = new
    try:
        network_of(steps)
    except Loop as loop:
        names = [steps[one].name for one in (*loop.keys, loop.keys[0])]
        raise NetworkLoop(loop=" → ".join(names)) from None
    made = Network.objects.create(
        park=park,
        number=before.number + 1,
        content=[written(step) for step in steps.values()],
        words=words,
        by_name=by.name[:80],
        at=at,
    )
    audit.record(
        park_id=park.pk,
        by=by,
        at=at,
        verb="network.change",
        object_kind="delivery_network",
        object_id=made.pk,
        object_label=f"{old.zh} · {made.number}",
        detail={"step": key, "before": written(old), "after": written(new), "why": words},
    )
    return made


def _parts(who: str) -> list[str]:
    return plain(who).replace(",", "、").replace("，", "、").split("、")


def _problems(
    old: Step,
    least: int,
    likely: int,
    most: int,
    kind: str,
    units: tuple[str, ...],
    law: str,
    words: str,
) -> dict[str, list[Any]]:
    problems: dict[str, list[Any]] = {}
    if not 0 <= least <= likely <= most <= MOST_DAYS:
        problems["likely"] = [_("Least, likely and most days, in this order, at most 2,000.")]
    if kind not in DayKind.values:
        problems["kind"] = [_("Choose one from the list.")]
    for limit in old.limits:
        if limit.kind != kind:
            continue
        if limit.least is not None and least < limit.least:
            problems["least"] = [
                _("The law asks for %(days)s days at least: %(law)s")
                % {"days": limit.least, "law": old.law}
            ]
        if limit.most is not None and likely > limit.most:
            problems["likely"] = [
                _("The law allows %(days)s days at most: %(law)s")
                % {"days": limit.most, "law": old.law}
            ]
    for name, text in (("words", words), ("law", law)):
        if not text:
            problems[name] = [_("Please write something.")]
    if not units:
        problems["who"] = [_("Please write something.")]
    return problems


def _links(
    links: Mapping[str, tuple[str, int, str]],
    steps: Mapping[str, Step],
    key: str,
    old: Step,
    problems: dict[str, list[Any]],
) -> tuple[Before, ...]:
    known = {one.of: one for one in old.after}
    found = []
    for of, (kind, lag, strength) in links.items():
        if of not in steps or of == key:
            problems["links"] = [_("There is no such step.")]
        elif kind not in LinkKind.values or strength not in Strength.values:
            problems["links"] = [_("Choose one from the list.")]
        elif not -MOST_DAYS <= lag <= MOST_DAYS:
            problems["links"] = [_("At most 2,000 days between two steps.")]
        else:
            kept = known.get(of, Before(of))
            within = kept.within if kept.within is None or lag <= kept.within else None
            found.append(replace(kept, kind=kind, lag=lag, strength=strength, within=within))
    return tuple(found)


@transaction.atomic
def accept_network(*, plan: Plan, by: Actor, at: datetime) -> Plan:
    """
    采用新版 Put a plan on the version in force; what has happened stays, the rest is placed anew.

    :raises MayNotKeepPlan, NotActive: not in this person's care; over.
    :raises NothingNew: it stands on it already.
    """
    row = held(plan, by)
    new = in_force(park=row.park, at=at)
    if new.pk == row.network_id:
        raise NothingNew
    old = row.network.number
    row.network = new
    row.version += 1
    row.save(update_fields=["network", "version"])
    lay_steps(row)
    placed(row, at=at)
    trace(row, "accept_network", by, at, {"before": old, "after": new.number})
    return row


@transaction.atomic
def set_capacity(
    *,
    park: Park,
    cases: int | None,
    by: Actor,
    at: datetime,
    unit: Unit | None = None,
    user: User | None = None,
) -> Capacity | None:
    """
    定承接能力 How many steps a bureau or an officer carries at once; ``None``: any number.

    :raises MayNotSetNetwork: not this person's.
    :raises BadEntry: neither or both are named, or a number that is none.
    """
    if not policies.may_set_network(by, park.pk):
        raise MayNotSetNetwork
    if (unit is None) == (user is None) or (unit is not None and unit.park_id != park.pk):
        raise BadEntry({"unit": [_("Choose one from the list.")]})
    if cases is not None and not 1 <= cases <= MOST_CASES:
        raise BadEntry({"cases": [_("From 1 to 500.")]})
    rows = Capacity.objects.filter(park=park, unit=unit, user=user)
    before = rows.values_list("cases", flat=True).first()
    if cases is None:
        rows.delete()
        found = None
    else:
        found, _made = Capacity.objects.update_or_create(
            park=park, unit=unit, user=user, defaults={"cases": cases}
        )
    if before == cases:
        return found
    audit.record(
        park_id=park.pk,
        by=by,
        at=at,
        verb="capacity.set",
        object_kind="delivery_capacity",
        object_id=found.pk if found else None,
        object_label=unit.name_zh if unit else str(user),
        detail={"before": before, "after": cases},
    )
    if Plan.objects.filter(park=park).exists():
        ask(park, at=at)
    return found
