"""招商 The investment section's book: a hundred invented leads of a year, and a few told at length.

Of 华瑞, 零跑, 中通 and 杭萧钢构 only what was published is entered; every other project, firm and
word is invented and marked 演示.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone, translation

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.investment import services
from qianjin.apps.investment.models import Pipeline, Project, Stage, Touch
from qianjin.apps.parks.models import Park
from qianjin.apps.prospects import services as prospects
from qianjin.journeys.lead_signed import lead_signed

from . import investment_people, investment_told, investment_words
from .investment_today import stand_open
from .investment_words import PUBLISHED, SAID, Idea

YEAR_LEADS, OLDER_LEADS = 108, 44
"""The report tells of over a hundred projects in a year; the years before give the forecast its
record."""
OLDER_DAYS = 900
LOST_AT = {"lead": 0.38, "contact": 0.32, "inspection": 0.26, "talks": 0.34, "admission": 0.12}
"""How many are lost where: of ten busy days nine in vain, as the report says."""
WEEKS_AT = {"lead": 4.0, "contact": 6.0, "inspection": 4.0, "talks": 9.0, "admission": 3.5}
ORDER = ("lead", "contact", "inspection", "talks", "admission", "signed", "land", "started")
AFTER_DAYS = {"signed": 95, "land": 40, "started": 0}
SPREAD = 0.6

Event = tuple[datetime, int, Callable[[datetime], object]]


def tell_projects(park: Park, people: dict[str, Actor], *, at: datetime) -> None:
    """All of it, in the order of time."""
    with translation.override("zh-hans"):
        book = Book(park, people, at)
        book.plant()
        investment_told.plant(book)
        book.run()
        book.enter_published()
        book.write_touches()
        investment_people.enter(book)
        stand_open(book)


@dataclass
class Book:
    """Who keeps the book, what happens when, and what is written at the end in one go."""

    park: Park
    people: dict[str, Actor]
    at: datetime
    chance: random.Random = field(default_factory=lambda: random.Random(12))
    events: list[Event] = field(default_factory=list)
    planted: int = 0
    """How many there have been: of two at one moment the one planted first happens first."""
    due: list[int] = field(default_factory=lambda: [0, 2])
    """So many days ago two of the lost were to be asked again; nobody has yet."""
    touches: list[Touch] = field(default_factory=list)
    stages: dict[tuple[str, str], Stage] = field(default_factory=dict)
    pipelines: dict[str, Pipeline] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = Stage.objects.filter(park=self.park).select_related("pipeline")
        for stage in rows:
            self.stages[stage.pipeline.code, stage.code] = stage
            self.pipelines[stage.pipeline.code] = stage.pipeline

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    def ago(self, days: float, hour: int = 10) -> datetime:
        """A moment so many days ago, in working hours."""
        moment = timezone.localtime(self.at) - timedelta(days=days)
        return min(moment.replace(hour=hour, minute=20, second=0, microsecond=0), self.at)

    def later(self, moment: datetime, happens: Callable[[datetime], object]) -> None:
        """Put something on the line of time; what is still to come is left out."""
        if moment <= self.at:
            self.planted += 1
            self.events.append((moment, self.planted, happens))

    def run(self) -> None:
        """What happens may plant what follows it."""
        while self.events:
            self.events.sort(reverse=True)
            moment, _number, happens = self.events.pop()
            happens(moment)

    def add(self, moment: datetime, by: Actor, idea: Idea, **more: object) -> Project:
        """Enter a lead."""
        given: dict[str, Any] = {**idea.fields(), **more}
        pipeline = self.pipelines[str(given.pop("pipeline", "projects"))]
        return services.add_project(
            park=self.park, pipeline=pipeline, is_demo=True, by=by, at=moment, **given
        )

    def touch(
        self, project: Project, moment: datetime, by: Actor, words: str, kind: str = "call"
    ) -> None:
        """A touch among many; they are written at the end in one go."""
        self.touches.append(
            Touch(
                park=self.park,
                project=project,
                kind=kind,
                at=moment,
                by_id=by.user_id,
                by_name=by.name,
                words=words,
            )
        )

    def write_touches(self) -> None:
        """All the small touches, and what the lists repeat of them."""
        Touch.objects.bulk_create(self.touches, batch_size=1000)
        latest: dict[int, datetime] = {}
        for one in self.touches:
            latest[one.project_id] = max(one.at, latest.get(one.project_id, one.at))
        rows = list(Project.objects.filter(pk__in=latest).select_related("stage"))
        for row in rows:
            if latest[row.pk] <= row.touched_at:
                continue
            row.touched_at = latest[row.pk]
            if row.stage.cold_days is not None:
                begins = max(row.touched_at, row.stage_since)
                row.cold_on = timezone.localdate(begins) + timedelta(days=row.stage.cold_days)
        Project.objects.bulk_update(rows, ["touched_at", "cold_on"], batch_size=500)
        self._tell_the_book(latest)

    def _tell_the_book(self, latest: dict[int, datetime]) -> None:
        """When the firms of these projects were last spoken with."""
        firms: dict[date, list[int]] = {}
        owned = Project.objects.filter(pk__in=latest).exclude(organisation=None)
        for key, firm in owned.values_list("pk", "organisation_id"):
            firms.setdefault(timezone.localdate(latest[key]), []).append(firm)
        for on, keys in sorted(firms.items()):
            prospects.touched(park_id=self.park.pk, on=on, organisations=keys)

    # ------------------------------------------------------------------ the many

    def plant(self) -> None:
        """Leads of the year, more as word gets round, and those of the years before."""
        ideas = iter(investment_words.ideas(self.chance, YEAR_LEADS + OLDER_LEADS))
        days = [365 + self.chance.random() * (OLDER_DAYS - 365) for _ in range(OLDER_LEADS)]
        days += [365 * self.chance.random() ** 1.15 + 1 for _ in range(YEAR_LEADS)]
        for back in sorted(days, reverse=True):
            moment = self.ago(back, hour=self.chance.randrange(9, 17))
            self.later(moment, Life(self, next(ideas)).entered)

    def enter_published(self) -> None:
        """The four projects of the report, with what it says of them and nothing else."""
        by = self.people["zhouheng"]
        for row in PUBLISHED:
            services.add_project(
                park=self.park,
                pipeline=self.pipelines["projects"],
                stage=self.stages["projects", row.stage],
                name=row.name,
                sector=row.sector,
                source="other",
                source_words="公开报道",
                investment_wan=Decimal(row.wan),
                about=row.said,
                enterprise=Enterprise.objects.filter(park=self.park, name=row.name).first(),
                by=by,
                at=self.at,
            )


@dataclass
class Life:
    """One of the many: entered, brought on or lost, by chance alone."""

    book: Book
    idea: Idea
    stage: str = "lead"
    project: Project | None = None

    def entered(self, moment: datetime) -> None:
        """The first word of it."""
        self.owner = self.book.people[self.idea.owner]
        self.project = self.book.add(moment, self.owner, self.idea)
        self._stay(moment)

    def _stay(self, moment: datetime) -> None:
        """How long it stays, what is said meanwhile, what comes of it."""
        book, chance = self.book, self.book.chance
        weeks = WEEKS_AT[self.stage] * chance.lognormvariate(0, SPREAD)
        if self.idea.is_quick:
            weeks *= 0.5
        after = moment + timedelta(weeks=weeks)
        self._talk(moment, min(after, book.at))
        is_lost = chance.random() < LOST_AT[self.stage] * (0.4 if self.idea.is_quick else 1)
        book.later(after, self._lost if is_lost else self._on)

    def _talk(self, begin: datetime, end: datetime) -> None:
        assert self.project is not None
        words = SAID[self.stage]
        many = min(6, 1 + int((end - begin).days / 12))
        # Some are let grow cold: nobody has called for a while.
        until = 0.55 if self.book.chance.random() < 0.2 else 0.95
        for number in range(many):
            share = until * (number + self.book.chance.random()) / many
            kind, said = self.book.chance.choice(words)
            at = begin + (end - begin) * share
            self.book.touch(self.project, at, self.owner, said, kind)

    def _on(self, moment: datetime) -> None:
        assert self.project is not None
        self.stage = ORDER[ORDER.index(self.stage) + 1]
        if self.stage == "signed":
            self._sign(moment)
            return
        to = self.book.stages["projects", self.stage]
        services.move(project=self.project, to=to, by=self.owner, at=moment)
        self._stay(moment)

    def _sign(self, moment: datetime) -> None:
        assert self.project is not None
        lead_signed(
            wants_plan=False,
            project=Project.objects.select_related("organisation", "owner", "park").get(
                pk=self.project.pk
            ),
            signed_on=timezone.localdate(moment),
            wants_site=False,
            by=self.book.people["zhouheng"],
            at=moment,
        )
        self._follow(moment)
        self.book.later(moment + timedelta(days=AFTER_DAYS["signed"]), self._built)

    def _follow(self, moment: datetime) -> None:
        """After the signing one calls every few weeks; now and then nobody has for long."""
        assert self.project is not None
        every = timedelta(days=25 if self.book.chance.random() < 0.8 else 90)
        until = min(moment + timedelta(days=AFTER_DAYS[self.stage] or 400), self.book.at)
        moment += every
        while moment < until:
            kind, said = self.book.chance.choice(SAID["after"])
            self.book.touch(self.project, moment, self.owner, said, kind)
            moment += every

    def _built(self, moment: datetime) -> None:
        assert self.project is not None
        self.stage = ORDER[ORDER.index(self.stage) + 1]
        to = self.book.stages["projects", self.stage]
        services.move(project=self.project, to=to, by=self.owner, at=moment)
        self._follow(moment)
        if days := AFTER_DAYS[self.stage]:
            self.book.later(moment + timedelta(days=days), self._built)

    def _lost(self, moment: datetime) -> None:
        assert self.project is not None
        chance = self.book.chance
        reason, words = chance.choice(investment_words.LOST[self.stage])
        back = None
        if self.book.due and moment < self.book.ago(120):
            back = self.book.today - timedelta(days=self.book.due.pop())
        elif chance.random() < 0.3:
            days = chance.choice((180, 365, 540, 730, 1095))
            day = timezone.localdate(moment) + timedelta(days=days)
            back = day if day > self.book.today - timedelta(days=6) else None
        services.lose(
            project=self.project,
            reason=reason,
            words=words,
            revive_on=back,
            by=self.owner,
            at=moment,
        )
