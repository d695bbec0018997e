"""活动网络 The steps that projects are made of, and a project made from them by a profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .data import Activity, Limit, Link, Mark, PreReview, Side, Strength
from .days import DayKind
from .problem import cycle_of
from .refusals import CycleError, ProblemError


@dataclass(frozen=True, slots=True)
class Step:
    """
    环节 One step of the network.

    Parameters
    ----------
    key
        Distinct in the network.
    least, days, most
        Days it takes at least, usually and at most; what the law limits stands in ``limits``.
    kind, limits, whole_days, side, mark, law, title
        As of an activity.
    is_reviewable
        Whether it may be examined before its lawful preconditions are there.
    bureaux
        Resources that hold it, one case each.
    needs_officer
        Whether the project's own officer holds it as well.
    condition
        When it is there at all; empty: always.
    """

    key: str
    days: int
    least: int = 0
    most: int | None = None
    kind: DayKind = DayKind.WORKING
    limits: tuple[Limit, ...] = ()
    whole_days: bool = False
    is_reviewable: bool = False
    bureaux: tuple[str, ...] = ()
    needs_officer: bool = False
    condition: str = ""
    side: Side = Side.GOVERNMENT
    mark: Mark = Mark.NONE
    law: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        most = self.days if self.most is None else self.most
        if not 0 <= self.least <= self.days <= most:
            raise ProblemError(f"{self.key}: days must be in order and not negative")


@dataclass(frozen=True)
class Network:
    """
    网络 Steps, and links between their keys.

    Raises
    ------
    ProblemError
        A key is there twice or not at all.
    CycleError
        Steps wait for each other in a circle.
    """

    steps: tuple[Step, ...]
    links: tuple[Link, ...]

    def __post_init__(self) -> None:
        keys = {one.key: n for n, one in enumerate(self.steps)}
        if len(keys) < len(self.steps):
            raise ProblemError("network: a step is there twice")
        for link in self.links:
            for key in (link.before, link.after):
                if key not in keys:
                    raise ProblemError(f"{link}: there is no step {key}")
        if loop := cycle_of(keys, self.links):
            raise CycleError(loop)

    def after(self, key: str, links: Iterable[Link] | None = None) -> frozenset[str]:
        """Every step that comes after ``key`` by hard links, or by ``links``."""
        chosen = links or [one for one in self.links if one.strength is Strength.HARD]
        following: dict[str, list[str]] = {}
        for link in chosen:
            following.setdefault(link.before, []).append(link.after)
        seen: set[str] = set()
        waiting = [key]
        while waiting:
            for other in following.get(waiting.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return frozenset(seen)


@dataclass(frozen=True)
class Profile:
    """
    情景 How a network becomes the plan of a project.

    Parameters
    ----------
    keeps
        Strengths of links that are kept. Serial ones are the habit of a usual project; 拿地即开工
        keeps hard ones alone.
    reviews
        Whether reviewable steps of the government that lie after ``gate`` and before the start of
        construction are examined before their preconditions are there.
    gate
        The step at whose start pre-reviews may begin.
    issue_days
        Days from the last precondition to the formal issue of what was reviewed.
    skips
        Steps that are not there: acquisition on stock land, for one.
    instead
        What stands in for a step: whatever waits for the key waits for the value.
    """

    keeps: frozenset[Strength] = frozenset(Strength)
    reviews: bool = False
    gate: str = ""
    issue_days: int = 0
    skips: frozenset[str] = frozenset()
    instead: Mapping[str, str] = field(default_factory=dict)


def usual() -> Profile:
    """常规 Every order is kept, by law, custom and habit."""
    return Profile()


def zero_gap(gate: str) -> Profile:
    """拿地即开工 Only what law or logic asks; the rest is examined from the notice on."""
    return Profile(keeps=frozenset({Strength.HARD}), reviews=True, gate=gate)


def project_from(
    network: Network,
    project: str,
    profile: Profile,
    *,
    calendar: str,
    conditions: Iterable[str] = (),
    officer: str = "",
    days: Mapping[str, int] | None = None,
) -> tuple[tuple[Activity, ...], tuple[Link, ...]]:
    """
    The activities and links of a project.

    Parameters
    ----------
    network, profile
        What, and how.
    project
        Its id; activities are called ``project/key``.
    calendar
        Name of the calendar by which its offices work.
    conditions
        Conditions of steps that hold for it; a step whose condition does not hold is left out, and
        so are its links.
    officer
        Resource that stands for its officer.
    days
        Days of steps that differ from the network's, such as calibrated ones.
    """
    holds = set(conditions)
    steps = [
        one
        for one in network.steps
        if one.key not in profile.skips and (not one.condition or one.condition in holds)
    ]
    there = {one.key: one for one in steps}
    kept = [link for link in network.links if link.strength in profile.keeps]
    reviewed = _reviewed(network, profile, there)
    activities = tuple(
        _activity(one, project, profile, reviewed, calendar, officer, days or {}) for one in steps
    )
    links = []
    for link in kept:
        before = profile.instead.get(link.before, link.before)
        if before in there and link.after in there and before != link.after:
            links.append(
                Link(
                    before=f"{project}/{before}",
                    after=f"{project}/{link.after}",
                    kind=link.kind,
                    lag=link.lag,
                    lag_kind=link.lag_kind,
                    within=link.within,
                    strength=link.strength,
                    binds_review=there[before].is_reviewable,
                    law=link.law,
                )
            )
    return activities, tuple(links)


def _reviewed(network: Network, profile: Profile, there: Mapping[str, Step]) -> frozenset[str]:
    if not profile.reviews or profile.gate not in there:
        return frozenset()
    late: set[str] = set()
    for one in network.steps:
        if one.mark is Mark.START:
            late |= network.after(one.key, network.links)
    return frozenset(
        key
        for key in network.after(profile.gate)
        if key in there
        and there[key].is_reviewable
        and there[key].side is Side.GOVERNMENT
        and key not in late
    )


def _activity(
    step: Step,
    project: str,
    profile: Profile,
    reviewed: frozenset[str],
    calendar: str,
    officer: str,
    days: Mapping[str, int],
) -> Activity:
    demands = [(bureau, 1) for bureau in step.bureaux]
    if officer and step.needs_officer:
        demands.append((officer, 1))
    review = None
    if step.key in reviewed:
        review = PreReview(f"{project}/{profile.gate}", profile.issue_days)
    return Activity(
        id=f"{project}/{step.key}",
        project=project,
        days=days.get(step.key, step.days),
        kind=step.kind,
        calendar=calendar,
        # An office publishes, decides and issues on working days; an enterprise works every day.
        begins_working=step.kind is DayKind.WORKING or step.side is Side.GOVERNMENT,
        whole_days=step.whole_days,
        limits=step.limits,
        demands=tuple(demands),
        pre_review=review,
        side=step.side,
        mark=step.mark,
        law=step.law,
        title=step.title,
        template=step.key,
    )
