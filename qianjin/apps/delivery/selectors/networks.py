"""网络提问 The version in force, what changed from one to the next, whom it touches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qianjin.apps.parks.models import Park

from ..choices import PlanState
from ..models import Capacity, Network, Plan
from ..network import Change, Step, changes, read, standard
from ..planning.problem import known_steps

SHOWN = 20
TOUCHED = 100


def in_force(park: Park) -> Network:
    """The version in force; of a park that has none yet the usual one, not kept (number 0)."""
    found = Network.objects.filter(park=park).order_by("-number").first()
    return found or Network(park=park, number=0, content=[dict(row) for row in standard()])


def known_of(park: Park, network: Network, today: date) -> dict[str, Step]:
    """The steps of a version, with the days that the park's own ledger gives."""
    return known_steps(park, network, today)


@dataclass(frozen=True, slots=True)
class Version:
    """版本 One version and what it changed against the one before it."""

    network: Network
    changes: list[Change]


def versions_of(park: Park) -> list[Version]:
    """The newest versions, each with its changes; the first one has none."""
    rows = list(Network.objects.filter(park=park).order_by("-number")[: SHOWN + 1])
    contents = {row.number: read(row.content) for row in rows}
    found = []
    for row in rows[:SHOWN]:
        before = contents.get(row.number - 1)
        made = changes(before, contents[row.number]) if before is not None else []
        found.append(Version(row, made))
    return found


def touched_by(park: Park, network: Network) -> list[Plan]:
    """Plans under way on an older version, which must accept this one."""
    rows = Plan.objects.filter(park=park, state=PlanState.ACTIVE)
    rows = rows.exclude(network__number=network.number).select_related("network", "officer")
    return list(rows.order_by("-pk")[:TOUCHED])


def capacities_of(park: Park) -> list[Capacity]:
    """What is said of how many steps bureaux and officers carry at once."""
    rows = Capacity.objects.filter(park=park).select_related("unit", "user")
    return list(rows.order_by("unit__position", "pk")[:200])
