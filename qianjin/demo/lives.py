"""诉求的一生 How the invented requests live: a queue of moments, each one a call to a service."""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.desk import services as desk
from qianjin.apps.desk.choices import OPEN_STATES, Stage
from qianjin.apps.desk.models import Extension, Part, Return, ServiceRequest
from qianjin.apps.parks.models import Unit
from qianjin.engines.worktime import WorkCalendar

from .cast import DUTIES
from .directory import Client
from .words import awake, picture, texts

Act = Callable[[datetime], None]
WEIGHTS = {"ENG": 9, "WAT": 4, "LAB": 7, "FIN": 6, "POL": 8, "APP": 8, "INF": 7, "SUP": 7, "TAL": 5}


HELPERS = ("planning", "power", "construction", "economy", "traffic", "investment")
PART_TASKS = (
    "请派人到场核实，并书面答复主办单位。",
    "请核对贵单位台账，提供近三年的数据。",
    "请就涉及贵单位职责的部分提出意见。",
)
PART_ANSWERS = (
    "已到场核实，情况属实，可按方案办理。",
    "数据已核对，随文附上，无不同意见。",
    "涉及我单位的部分已办妥，其余请主办单位统筹。",
)


@dataclass
class World:
    """Everyone who acts, the calendar they keep, and the queue of what happens next."""

    calendar: WorkCalendar
    clients: list[Client]
    people: dict[str, Actor]
    units: dict[str, Unit]
    until: datetime
    chance: random.Random
    users: dict[int, User]
    queue: list[tuple[datetime, int, Act]] = field(default_factory=list)
    ticket: itertools.count[int] = field(default_factory=itertools.count)

    def later(self, at: datetime, act: Act) -> None:
        """Put an act on the queue; what would happen after the story's end never does."""
        if at <= self.until:
            heapq.heappush(self.queue, (at, next(self.ticket), act))

    def after(self, at: datetime, hours: float, act: Act) -> None:
        """The same, counted in working hours."""
        self.later(self.calendar.shift(at, max(1, round(hours * 60))), act)

    def run(self) -> None:
        """Let everything happen, in order of time."""
        while self.queue:
            at, _ticket, act = heapq.heappop(self.queue)
            act(at)

    def officers_of(self, unit: str) -> list[Actor]:
        """Those who handle requests in a unit."""
        pk = self.units[unit].pk
        return [
            actor
            for name, actor in self.people.items()
            if pk in actor.unit_ids and name not in {"luqinghe", "gumingzhou"}
        ]


class Life:
    """One request from the first word to the archive; every step is a service of the desk."""

    def __init__(self, world: World, client: Client, kind: str, *, fate: str = "") -> None:
        self.world, self.client, self.kind, self.fate = world, client, kind, fate
        told = texts()[kind]
        if fate == "waiting":
            told = [words for words in told if "material" in words]
        self.words: dict[str, str] = world.chance.choice(told)
        self.sorter = world.people[world.chance.choice(["linyue", "linyue", "fangxiaotang"])]
        self.unit = DUTIES[kind][0]
        self.officer = world.chance.choice(world.officers_of(self.unit))
        self.slow = world.chance.random() < 0.09
        self.filling = {
            "place": world.chance.choice(texts()["places"]),
            "day": world.chance.choice(texts()["days"]),
            "n": str(world.chance.choice([6, 12, 20, 30, 45, 60, 120, 300, 800])),
        }
        self.request: ServiceRequest
        # Chance of its own: what other units are asked does not change the rest of the story.
        self.aside = random.Random(next(world.ticket))

    def say(self, key: str) -> str:
        """The words of one step, filled in."""
        return self.words[key].format(**self.filling)

    def pick(self, key: str) -> str:
        """One of the words common to every type."""
        return str(self.world.chance.choice(texts()[key]))

    def hours(self, quick: float, usual: float) -> float:
        """How long a step takes: mostly quick, sometimes too slow."""
        spread = self.world.chance.uniform(quick, usual)
        return spread * (4.5 if self.slow and self.world.chance.random() < 0.5 else 1)

    def raised(self, at: datetime) -> None:
        by_phone = self.world.chance.random() < 0.18
        by = self.sorter if by_phone else self.client.actor
        photo = not by_phone and self.world.chance.random() < 0.12
        self.request = desk.raise_request(
            enterprise=self.client.enterprise,
            words=self.say("ask"),
            by=by,
            at=at,
            kind=self.kind if self.world.chance.random() < 0.5 else "",
            contact=self.client.contact,
            source="phone" if by_phone else "portal",
            files=[picture(self.world.chance)] if photo else [],
        )
        if self.fate != "fresh":
            self.world.after(at, self.world.chance.uniform(0.2, 2.5), self.sorted)

    def sorted(self, at: datetime) -> None:
        level = self.world.chance.choices(
            ["simple", "ordinary", "complex", "policy"], [30, 50, 15, 5]
        )[0]
        desk.triage(
            request=self.request,
            kind=self.kind,
            subkind=self.words["sub"],
            level=level,
            aim=DUTIES[self.kind][1],
            unit=self.world.units[self.unit],
            officer=self.world.users[self.officer.user_id or 0],
            by=self.sorter,
            at=at,
        )
        if self.fate != "sorted":
            wait = self.hours(0.4, 5)
            if self.aside.random() < 0.06:
                self.world.after(at, wait / 3, self.returned)
            self.world.after(at, wait, self.accepted)

    def accepted(self, at: datetime) -> None:
        desk.accept(
            request=self.request,
            by=self.officer,
            at=at,
            channel=self.world.chance.choice(["phone", "phone", "wechat", "visit"]),
            words="已与联系人确认情况。",
        )
        if self.world.chance.random() < 0.1:
            self.world.after(at, 0.5, self.noted)
        if "material" in self.words:
            self.world.after(at, self.hours(0.5, 4), self.asked)
        elif self.fate != "stalled":
            self.world.after(at, self.hours(2, 15), self.planned)

    def noted(self, at: datetime) -> None:
        desk.note(request=self.request, words=self.pick("notes"), by=self.sorter, at=at)

    def asked(self, at: datetime) -> None:
        desk.ask_material(request=self.request, words=self.say("material"), by=self.officer, at=at)
        if self.fate != "waiting":
            self.world.after(at, self.world.chance.uniform(2, 24), self.supplied)

    def supplied(self, at: datetime) -> None:
        desk.supply_material(
            request=self.request, words=self.say("supply"), by=self.client.actor, at=at
        )
        self.world.after(at, self.hours(1, 9), self.planned)

    def planned(self, at: datetime) -> None:
        desk.reply(
            request=self.request, words=self.say("plan"), by=self.officer, at=at, is_plan=True
        )
        if self.world.chance.random() < 0.08:
            self.world.after(at, 1, self.messaged)
        if self.aside.random() < 0.22:
            self.world.after(at, 0.5, self.shared)
        elif self.aside.random() < 0.12:
            self.world.after(at, 0.5, self.asked_for_time)
        if self.fate == "stalled":
            return
        if self.world.chance.random() < 0.07:
            self.world.after(at, 8, self.lengthened)
        else:
            self.world.after(at, self.hours(3, 17), self.resolved)

    def shared(self, at: datetime) -> None:
        """One or two other units are asked to help; most answer in time, some not at all."""
        others = [code for code in HELPERS if code != self.unit]
        asked = self.aside.sample(others, self.aside.choice([1, 1, 2]))
        parts = desk.share(
            request=self.request,
            units=[self.world.units[code] for code in asked],
            words=self.aside.choice(PART_TASKS),
            by=self.officer,
            at=at,
        )
        for code, part in zip(asked, parts, strict=True):
            helper = self.aside.choice(self.world.officers_of(code))
            if self.aside.random() < 0.85:
                self.world.after(at, self.aside.uniform(1, 20), partial(self.helped, part, helper))

    def returned(self, at: datetime) -> None:
        """The unit says it is not its duty; the dispatcher rules that it is, or is still to."""
        proposed = self.aside.choice([code for code in HELPERS if code != self.unit])
        row = desk.return_request(
            request=self.request,
            reason="not_ours",
            words="经核对三定方案，此事不在我单位职责内，建议改派。",
            proposed=self.world.units[proposed],
            by=self.officer,
            at=at,
        )
        if self.fate != "stalled":
            self.world.later(at + timedelta(minutes=9), partial(self.return_ruled, row))

    def return_ruled(self, row: Return, at: datetime) -> None:
        words = "按职责清单由你单位牵头，请按时办理，其他单位配合。"
        desk.rule_return(returned=row, is_granted=False, words=words, by=self.sorter, at=at)

    def asked_for_time(self, at: datetime) -> None:
        """The lead needs longer; a deputy director grants it, mostly."""
        day = self.world.calendar.shift(at, 8 * 480).date()
        promise = self.fresh().promises.filter(stage=Stage.RESOLVE, met_at=None).last()
        calendar = self.world.calendar
        if promise is None or at > calendar.shift(promise.due_at, -calendar.minutes_per_day):
            return  # thought of on the last day: then it is simply late
        row = desk.ask_extension(
            request=self.request,
            words="需外地设备厂家到场，最快下周抵达。",
            until_on=day,
            by=self.officer,
            at=at,
        )
        if self.fate != "stalled":
            self.world.after(at, 1, partial(self.time_ruled, row))

    def time_ruled(self, row: Extension, at: datetime) -> None:
        is_granted = self.aside.random() < 0.8
        words = "同意，请每日跟进。" if is_granted else "请协调本地备件，按原时限办结。"
        if self.fresh().next_due_at is not None:
            desk.rule_extension(
                extension=row,
                is_granted=is_granted,
                words=words,
                by=self.world.people["hewei"],
                at=at,
            )

    def helped(self, part: Part, helper: Actor, at: datetime) -> None:
        if Part.objects.get(pk=part.pk).status == "asked" and self.fresh().status in OPEN_STATES:
            desk.take_part(part=part, by=helper, at=at)
            if self.fate != "stalled":
                words = self.aside.choice(PART_ANSWERS)
                desk.answer_part(part=part, words=words, by=helper, at=at)

    def messaged(self, at: datetime) -> None:
        if self.fresh().status in {"in_progress", "replied", "accepted"}:
            desk.write_message(
                request=self.request, words=self.pick("messages"), by=self.client.actor, at=at
            )

    def lengthened(self, at: datetime) -> None:
        desk.make_long_case(
            request=self.request,
            words="涉及多部门会审，转长办件，一跟到底。",
            milestone=self.pick("milestones"),
            milestone_on=(at + timedelta(days=9)).date(),
            by=self.officer,
            at=at,
        )
        self.world.after(at, self.world.chance.uniform(25, 44), self.interim)

    def interim(self, at: datetime) -> None:
        desk.answer_interim(
            request=self.request,
            words=self.pick("interims"),
            milestone=self.pick("milestones"),
            milestone_on=(at + timedelta(days=8)).date(),
            by=self.officer,
            at=at,
        )
        again = self.world.chance.random() < 0.4
        self.world.after(at, 30, self.interim if again else self.resolved)

    def resolved(self, at: datetime) -> None:
        desk.resolve(
            request=self.request,
            words=self.say("solve"),
            by=self.officer,
            at=at,
            parts_reason="企业现场已解决，不再等待协办答复。",
        )
        if self.world.chance.random() < 0.8:
            pause = timedelta(hours=self.world.chance.uniform(1, 60))
            self.world.later(awake(at + pause), self.rated)
        else:
            self.world.later(at + timedelta(days=14, hours=6), self.archived)

    def rated(self, at: datetime) -> None:
        first = self.fresh().round == 1
        score = self.world.chance.choices(
            [5, 4, 3, 2, 1], [62, 25, 6, 5, 2] if first else [80, 20, 0, 0, 0]
        )[0]
        reasons = (
            ["fast", "solved", "kind", "clear"] if score > 2 else ["unsolved", "slow", "unclear"]
        )
        praised = score > 3 and self.world.chance.random() < 0.4
        desk.rate(
            request=self.request,
            score=score,
            by=self.client.actor,
            at=at,
            reasons=self.world.chance.sample(reasons, 2),
            words=self.pick("praises") if praised else "",
        )
        if score <= 2:
            self.world.later(awake(at + timedelta(minutes=20)), self.reopened)
        elif score == 5 and self.world.chance.random() < 0.15:
            self.world.later(awake(at + timedelta(hours=2)), self.thanked)
        self.world.later(at + timedelta(hours=20), self.archived)

    def reopened(self, at: datetime) -> None:
        desk.reopen(
            request=self.request, words=self.pick("complaints"), by=self.client.actor, at=at
        )
        self.slow = False
        self.world.after(at, 2, self.accepted_again)

    def accepted_again(self, at: datetime) -> None:
        desk.accept(
            request=self.request, by=self.officer, at=at, channel="visit", words="已到现场。"
        )
        self.world.after(at, self.world.chance.uniform(4, 20), self.resolved)

    def thanked(self, at: datetime) -> None:
        desk.thank(request=self.request, words=self.pick("thanks"), by=self.client.actor, at=at)

    def archived(self, at: datetime) -> None:
        clock = Actor.clock(self.request.park_id)
        desk.archive(request=self.request, by=clock, at=at)

    def fresh(self) -> ServiceRequest:
        """The request as it stands now."""
        return ServiceRequest.objects.get(pk=self.request.pk)
