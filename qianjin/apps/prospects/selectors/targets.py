"""目标企业提问 Campaigns, and their targets in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.units.refusals import Missing

from .. import planning, policies
from ..choices import TargetState
from ..models import Campaign, Target

PAGE = 30
LATEST = 40


@dataclass(frozen=True, slots=True)
class TargetPage:
    """A page of targets, the best first; ``further`` is the cursor of the next."""

    rows: list[Target]
    further: str


def campaigns_of(actor: Actor) -> list[Campaign]:
    """The latest campaigns with how many targets, and how many of them in each state."""
    if not actor.may(Capability.PROSPECT_SEE):
        return []
    counts = {
        state.value: Count("targets", filter=Q(targets__state=state)) for state in TargetState
    }
    rows = Campaign.objects.filter(park_id=actor.park_id).select_related("made_by")
    return list(rows.annotate(total=Count("targets"), **counts)[:LATEST])


def campaign_for(actor: Actor, pk: int) -> Campaign:
    """
    One campaign.

    :raises Missing: absent, of another park, or not this person's to see.
    """
    rows = Campaign.objects.filter(park_id=actor.park_id, pk=pk)
    found = rows.select_related("made_by").first()
    if found is None or not actor.may(Capability.PROSPECT_SEE):
        raise Missing
    return found


def targets_page(
    campaign: Campaign, actor: Actor, *, state: str = "", mine: bool = False, after: str = ""
) -> TargetPage:
    """The targets of a campaign, the best first; ``after`` is the cursor of the last one seen."""
    rows = _targets(campaign)
    if state in TargetState.values:
        rows = rows.filter(state=state)
    if mine:
        rows = rows.filter(caller__in=actor.people)
    score, _cut, pk = after.partition("_")
    if score.isdecimal() and len(score) < 5 and pk.isdecimal() and len(pk) < 18:
        rows = rows.filter(Q(score__lt=int(score)) | Q(score=int(score), pk__gt=int(pk)))
    taken = list(rows[: PAGE + 1])
    more, taken = len(taken) > PAGE, taken[:PAGE]
    return TargetPage(taken, f"{taken[-1].score}_{taken[-1].pk}" if more else "")


def target_for(actor: Actor, pk: int) -> Target:
    """
    One target.

    :raises Missing: absent, of another park, or not this person's to see.
    """
    rows = Target.objects.filter(park_id=actor.park_id, pk=pk)
    found = rows.select_related("campaign", "caller", "organisation").first()
    if found is None or not actor.may(Capability.PROSPECT_SEE):
        raise Missing
    return found


def exported_targets(campaign: Campaign) -> Iterator[Target]:
    """All targets of a campaign, for a table."""
    return _targets(campaign).iterator(chunk_size=1000)


def may_run(actor: Actor, campaign: Campaign) -> bool:
    """Load, assign, close: who opened it, who stands in for them, heads."""
    return policies.may_enter(actor, campaign.park_id) and (
        policies.keeps_all(actor) or campaign.made_by_id in actor.people
    )


def chain_nodes(sector: str = "") -> list[tuple[str, str]]:
    """Nodes by code and name, those of a sector's chain or all."""
    chain = planning.chain_of(sector)
    return [
        (node.code, node.name)
        for node in planning.chain_nodes().values()
        if not chain or node.chain == chain
    ]


def _targets(campaign: Campaign) -> QuerySet[Target]:
    return (
        Target.objects.filter(campaign=campaign)
        .select_related("caller", "organisation")
        .order_by("-score", "pk")
    )
