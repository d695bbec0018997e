"""走访的一年 A year of visits: places, rules, questions, records, and the rounds of this week."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

import yaml
from django.utils import timezone

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.parks import selectors as parks
from qianjin.apps.parks.models import Park
from qianjin.apps.visits import services
from qianjin.apps.visits.models import Round
from qianjin.apps.visits.services.recording import Found
from qianjin.journeys.plan_rounds import plan_rounds

from .directory import DATA, Client
from .lives import World

OFFICE = (120.540, 30.270)
"""An invented spot: the report gives the address of the office, not where it lies."""
WIDE, HIGH = 0.085, 0.055
ITERATIONS = 150
GOES = ("yeting", "songyihang", "linyue", "fangxiaotang")
LANGUAGES = {"yeting": ["en"], "songyihang": ["de"], "fangxiaotang": ["ja"]}
RESTING = {"linyue": ("0am", "0pm", "4am", "4pm"), "fangxiaotang": ("1am", "2am", "3am")}


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The invented words of records."""
    found: dict[str, Any] = yaml.safe_load((DATA / "visits.yaml").read_text("utf-8"))
    return found


def lay_out(
    park: Park, people: dict[str, Actor], clients: list[Client], *, at: datetime, seed: int
) -> None:
    """Rules, the office, where every enterprise stands, and who can be out when."""
    chance = random.Random(f"places {seed}")
    head, keeper = people["hewei"], people["linyue"]
    services.start_with_rules(park=park, by=head, at=at)
    services.set_travel(
        park=park,
        lon=OFFICE[0],
        lat=OFFICE[1],
        road_factor=1.35,
        speed_kmh=30,
        by=head,
        at=at,
    )
    for number, client in enumerate(clients):
        services.place_enterprise(
            enterprise=client.enterprise,
            lon=OFFICE[0] + chance.uniform(-WIDE, WIDE),
            lat=OFFICE[1] + chance.uniform(-HIGH, HIGH),
            opens="09:00" if number % 9 == 4 else "",
            needs=["en"] if number % 23 == 5 else [],
            by=keeper,
            at=at,
        )
    for name in GOES:
        _times(park, people[name], name, at)


def _times(park: Park, person: Actor, name: str, at: datetime) -> None:
    halves = [f"{day}{half}" for day in range(5) for half in ("am", "pm")]
    services.set_times(
        person=User.objects.get(pk=person.person_id),
        half_days=[half for half in halves if half not in RESTING.get(name, ())],
        skills=LANGUAGES.get(name, []),
        park=park,
        by=person,
        at=at,
    )


def ask_questions(park: Park, people: dict[str, Actor], *, at: datetime) -> None:
    """Two questions in the quarter of ``at`` and in the one before."""
    today = timezone.localdate(at)
    for back in (92, 0):
        day = today - timedelta(days=back)
        for text, options in words()["questions"]:
            services.ask_question(
                park=park,
                year=day.year,
                quarter=(day.month + 2) // 3,
                text=text,
                options=options,
                by=people["hewei"],
                at=at - timedelta(days=back),
            )


def plant(world: World, start: datetime, *, seed: int) -> None:
    """Put a year of visits on the queue: most in time, some late, a few enterprises forgotten."""
    chance = random.Random(f"visits {seed}")
    by_id = {actor.person_id: actor for actor in world.people.values()}
    for number, client in enumerate(world.clients):
        officer = by_id[client.enterprise.officer_id or world.people["linyue"].person_id]
        going = Going(world, client, officer, chance)
        forgotten = number % 13 == 7
        moment = start + timedelta(days=chance.uniform(10, 60))
        end = world.until - timedelta(days=110 if forgotten else 3)
        while moment < end:
            world.later(_in_hours(world, moment, chance), going.visited)
            moment += timedelta(days=chance.choice([44, 50, 55, 58, 60, 66, 75]))
        if not forgotten:
            called = world.until - timedelta(days=chance.uniform(2, 34))
            world.later(_in_hours(world, called, chance), going.called)
        if client.enterprise.tier == "anchor":
            came = world.until - timedelta(days=chance.uniform(20, 80))
            head = Going(world, client, world.people["zhouheng"], chance)
            world.later(_in_hours(world, came, chance), head.visited)


def _in_hours(world: World, moment: datetime, chance: random.Random) -> datetime:
    return world.calendar.shift(moment, chance.randrange(20, 300))


class Going:
    """One officer who looks after one enterprise."""

    def __init__(self, world: World, client: Client, officer: Actor, chance: random.Random) -> None:
        self.world, self.client, self.officer, self.chance = world, client, officer, chance

    def visited(self, at: datetime) -> None:
        self._record(at, "visit", self.chance.choice([30, 40, 45, 60, 75]))

    def called(self, at: datetime) -> None:
        self._record(at, "call", 10)

    def _record(self, at: datetime, means: str, minutes: int) -> None:
        services.record_visit(
            enterprise=self.client.enterprise,
            means=means,
            on_site_at=at - timedelta(minutes=minutes),
            minutes=minutes,
            received_by=f"{self.client.contact.name} {self.client.contact.post}",
            findings=said(self.chance, means),
            by=self.officer,
            at=at,
        )


def said(chance: random.Random, means: str) -> list[Found]:
    """What an officer writes down: always how it goes, sometimes more."""
    told = words()
    found = [Found("operation", chance.choice(told["operation"]))]
    if means == "visit":
        for matter, share in (("difficulty", 0.35), ("project", 0.2), ("advice", 0.15)):
            if chance.random() < share:
                text = chance.choice(told[matter])
                kind, _sep, body = text.partition(" ") if matter == "difficulty" else ("", "", text)
                found.append(Found(matter, body, kind))
    return found


def this_week(park: Park, people: dict[str, Actor], *, at: datetime, seed: int) -> None:
    """The rounds of this week, gone up to now, and a proposal for the next."""
    chance = random.Random(f"rounds {seed}")
    head, today = people["hewei"], timezone.localdate(at)
    monday = today - timedelta(days=today.weekday())
    planned_at = _clock(monday - timedelta(days=3), "10:20")
    plan = _worked_out(park, people, monday, head, planned_at)
    by_id = {actor.person_id: actor for actor in people.values()}
    for row in services.accept(plan=plan, by=head, at=planned_at):
        _go(row, by_id[row.officer_id], at, chance)
    _worked_out(park, people, monday + timedelta(days=7), head, min(at, _clock(today, "08:50")))


def _worked_out(park: Park, people: dict[str, Actor], monday: date, by: Actor, at: datetime) -> Any:
    plan = plan_rounds(
        park=park,
        first_on=monday,
        until_on=monday + timedelta(days=4),
        officers=[people[name].person_id for name in GOES],
        by=by,
        at=at,
    )
    return services.work_out(plan_id=plan.pk, run=plan.run, at=at, iterations=ITERATIONS) or plan


def _clock(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), timezone.get_current_timezone())


def _go(row: Round, officer: Actor, until: datetime, chance: random.Random) -> None:
    """Follow a round as far as the clock has come."""
    if not parks.is_working_day(row.park, row.on) or row.begin_at > until:
        return
    services.begin_round(round=row, by=officer, at=row.begin_at)
    stops = list(row.stops.select_related("enterprise", "round"))
    for stop in stops:
        if stop.leave_at > until:
            return
        services.arrive(stop=stop, by=officer, at=stop.begin_at)
        services.record_visit(
            enterprise=stop.enterprise,
            means="visit",
            on_site_at=stop.begin_at,
            minutes=max(5, round((stop.leave_at - stop.begin_at).total_seconds() / 60)),
            received_by="",
            findings=said(chance, "visit"),
            stop=stop,
            by=officer,
            at=stop.leave_at,
        )
    if row.end_at <= until:
        driven = Decimal(row.metres) / 1000 * Decimal(str(round(chance.uniform(0.97, 1.2), 2)))
        services.end_round(
            round=row,
            mileage_km=round(driven, 1),
            minutes=round((row.end_at - row.begin_at).total_seconds() / 60),
            by=officer,
            at=row.end_at,
        )
