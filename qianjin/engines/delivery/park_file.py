"""The park's own form of a plan: YAML or JSON a person can write (docs/engines/delivery.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .data import Activity, Limit, Link, LinkKind, Mark, PreReview, Side, Strength
from .days import WEEKEND, Calendar, DayKind
from .network import Network, Profile, Step, project_from
from .problem import Problem, Project, Resource, Weights
from .refusals import ProblemError
from .written import Written

_TOP = frozenset(
    [
        "today",
        "calendars",
        "resources",
        "projects",
        "activities",
        "links",
        "network",
        "profiles",
        "weights",
    ]
)
_CALENDAR = frozenset(["name", "rest", "holidays", "workdays", "official_until"])
_RESOURCE = frozenset(["id", "title", "capacity", "changes"])
_PROJECT = frozenset(
    ["id", "title", "weight", "profile", "calendar", "conditions", "officer", "days", "skips"]
)
_LINK = frozenset(
    ["before", "after", "kind", "lag", "lag_kind", "within", "strength", "binds_review", "law"]
)
_LIMIT = frozenset(["least", "most", "kind", "law"])
_STEP = frozenset(
    [
        "key",
        "title",
        "days",
        "least",
        "most",
        "kind",
        "limits",
        "whole_days",
        "reviewable",
        "bureaux",
        "officer",
        "condition",
        "side",
        "mark",
        "law",
    ]
)
_PROFILE = frozenset(["keeps", "reviews", "gate", "issue_days", "skips", "instead"])
_DATES = [
    "not_before",
    "starts_on",
    "ends_by",
    "promised",
    "begun",
    "done",
    "review_begun",
    "review_done",
    "planned",
]
_ACTIVITY = frozenset(
    [
        "id",
        "project",
        "title",
        "days",
        "kind",
        "calendar",
        "begins_working",
        "rolls",
        "whole_days",
        "limits",
        "demands",
        "pre_review",
        "no_before_reason",
        "dates_reason",
        "side",
        "mark",
        "law",
    ]
) | frozenset(_DATES)
_WEEK = {name: n for n, name in enumerate(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])}


def read_park(text: str, calendars: Mapping[str, Calendar] | None = None) -> Problem:
    """
    Read a plan in the park's form.

    Parameters
    ----------
    text
        YAML; JSON is YAML.
    calendars
        Calendars that the file may name without describing them.

    Raises
    ------
    ProblemError
        Something is missing or wrong; the place and the field are named.
    """
    top = Written(_loaded(text), "", _TOP)
    today = top.day("today")
    if today is None:
        raise ProblemError("today: needs a day such as 2026-11-23")
    found = dict(calendars or {})
    found |= {one.text("name"): _calendar(one) for one in top.each("calendars", _CALENDAR, "name")}
    made, links, projects = _from_network(top, found)
    activities = {one.id: one for one in made}
    for one in top.each("activities", _ACTIVITY):
        name = one.text("id")
        activities[name] = _activity(one, activities.get(name))
    links += [_link(one) for one in top.each("links", _LINK, "after")]
    used = {one.calendar for one in activities.values() if one.calendar}
    return Problem(
        activities=tuple(activities.values()),
        links=tuple(links),
        resources=tuple(_resource(one) for one in top.each("resources", _RESOURCE)),
        projects=tuple(projects),
        calendars=tuple(one for name, one in found.items() if name in used),
        today=today,
        weights=_weights(top),
    )


def read_network(text: str) -> Network:
    """Read a file that holds the steps and links of a network, at its top or as ``network``."""
    given = _loaded(text)
    inner = given.get("network", given) if isinstance(given, Mapping) else given
    return _network(Written(inner, "network", frozenset({"steps", "links"})))


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        pass
    import yaml

    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}: " if mark else ""
        raise ProblemError(f"{line}this is no YAML: {getattr(error, 'problem', error)}") from None
    except (ValueError, RecursionError) as error:
        raise ProblemError(f"this is no YAML: {error}") from None


def _calendar(one: Written) -> Calendar:
    rest = WEEKEND
    if "rest" in one:
        names = [name.lower() for name in one.texts("rest")]
        if unknown := [name for name in names if name not in _WEEK]:
            raise one.wrong("rest", f"“{unknown[0]}” is none of {', '.join(_WEEK)}")
        rest = frozenset(_WEEK[name] for name in names)
    exceptions = dict.fromkeys(one.days("holidays"), False)
    exceptions |= dict.fromkeys(one.days("workdays"), True)
    return Calendar(one.text("name"), rest, exceptions, one.day("official_until"))


def _resource(one: Written) -> Resource:
    changes = []
    for change in one.each("changes", frozenset({"from", "capacity"}), "from"):
        day = change.day("from")
        if day is None:
            raise change.wrong("from", "needs a day such as 2026-11-23")
        changes.append((day, change.whole("capacity")))
    return Resource(
        one.text("id"), one.whole("capacity"), tuple(sorted(changes)), one.text("title", "")
    )


def _weights(top: Written) -> Weights:
    known = frozenset({"gap", "late", "finish", "moved"})
    given = top.object("weights", known)
    if given is None:
        return Weights()
    usual = Weights()
    return Weights(**{name: given.whole(name, getattr(usual, name)) for name in sorted(known)})


def _link(one: Written) -> Link:
    return Link(
        before=one.text("before"),
        after=one.text("after"),
        kind=one.choice("kind", LinkKind, LinkKind.FS),
        lag=one.whole("lag", 0, least=-100_000),
        lag_kind=one.choice("lag_kind", DayKind, DayKind.CALENDAR),
        within=one.whole_or_none("within"),
        strength=one.choice("strength", Strength, Strength.HARD),
        binds_review=one.flag("binds_review"),
        law=one.text("law", ""),
    )


def _limits(one: Written) -> tuple[Limit, ...]:
    return tuple(
        Limit(
            least=limit.whole_or_none("least"),
            most=limit.whole_or_none("most"),
            kind=limit.choice("kind", DayKind, DayKind.CALENDAR),
            law=limit.text("law", ""),
        )
        for limit in one.each("limits", _LIMIT, "law")
    )


def _network(one: Written) -> Network:
    steps = tuple(
        Step(
            key=step.text("key"),
            title=step.text("title", ""),
            days=step.whole("days"),
            least=step.whole("least", 0),
            most=step.whole_or_none("most"),
            kind=step.choice("kind", DayKind, DayKind.WORKING),
            limits=_limits(step),
            whole_days=step.flag("whole_days"),
            is_reviewable=step.flag("reviewable"),
            bureaux=step.texts("bureaux"),
            needs_officer=step.flag("officer"),
            condition=step.text("condition", ""),
            side=step.choice("side", Side, Side.GOVERNMENT),
            mark=step.choice("mark", Mark, Mark.NONE),
            law=step.text("law", ""),
        )
        for step in one.each("steps", _STEP, "key")
    )
    return Network(steps, tuple(_link(link) for link in one.each("links", _LINK, "after")))


def _profile(one: Written) -> Profile:
    keeps = frozenset(Strength)
    if "keeps" in one:
        try:
            keeps = frozenset(Strength(name) for name in one.texts("keeps"))
        except ValueError:
            raise one.wrong("keeps", "must be a list of hard, soft, serial") from None
    instead = one.object("instead", frozenset(map(str, one.given.get("instead") or {})))
    return Profile(
        keeps=keeps | {Strength.HARD},
        reviews=one.flag("reviews"),
        gate=one.text("gate", ""),
        issue_days=one.whole("issue_days", 0),
        skips=frozenset(one.texts("skips")),
        instead={name: instead.text(name) for name in instead.given} if instead else {},
    )


def _from_network(
    top: Written, calendars: Mapping[str, Calendar]
) -> tuple[list[Activity], list[Link], list[Project]]:
    inner = top.object("network", frozenset({"steps", "links"}))
    network = _network(inner) if inner else None
    profiles = {"": Profile()}
    named = top.given.get("profiles") or {}
    if not isinstance(named, Mapping):
        raise ProblemError("profiles: must have an object for each name")
    for name, given in named.items():
        profiles[str(name)] = _profile(Written(given, f"profiles: {name}", _PROFILE))
    activities: list[Activity] = []
    links: list[Link] = []
    projects: list[Project] = []
    for one in top.each("projects", _PROJECT):
        projects.append(Project(one.text("id"), one.whole("weight", 1), one.text("title", "")))
        if network is None or "profile" not in one:
            continue
        name = one.text("profile")
        if name not in profiles:
            raise one.wrong("profile", f"there is no profile {name}")
        calendar = one.text("calendar", next(iter(calendars), ""))
        if not calendar:
            raise one.wrong("calendar", "needs the name of a calendar")
        profile = profiles[name]
        made, tied = project_from(
            network,
            one.text("id"),
            replace(profile, skips=profile.skips | set(one.texts("skips"))),
            calendar=calendar,
            conditions=one.texts("conditions"),
            officer=one.text("officer", ""),
            days=one.amounts("days"),
        )
        activities += made
        links += tied
    return activities, links, projects


def _activity(one: Written, made: Activity | None) -> Activity:
    """An activity from its fields; where the network made one, what is given replaces its own."""
    values: dict[str, Any] = {name: one.day(name) for name in _DATES if name in one}
    for name in ("project", "title", "calendar", "no_before_reason", "dates_reason", "law"):
        if name in one:
            values[name] = one.text(name)
    if "days" in one or made is None:
        values["days"] = one.whole("days", 0)
    for name, kind, usual in (
        ("kind", DayKind, DayKind.CALENDAR),
        ("side", Side, Side.GOVERNMENT),
        ("mark", Mark, Mark.NONE),
    ):
        if name in one:
            values[name] = one.choice(name, kind, usual)
    for name in ("begins_working", "rolls", "whole_days"):
        if name in one:
            values[name] = one.flag(name)
    if "limits" in one:
        values["limits"] = _limits(one)
    if "demands" in one:
        values["demands"] = tuple(one.amounts("demands").items())
    review = one.object("pre_review", frozenset({"gate", "issue_days"}))
    if review is not None:
        values["pre_review"] = PreReview(review.text("gate", ""), review.whole("issue_days", 0))
    try:
        return replace(made, **values) if made else Activity(id=one.text("id"), **values)
    except ProblemError as error:
        raise ProblemError(f"{one.where}: {error}") from None
