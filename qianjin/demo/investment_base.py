"""一个项目的讲法 Somebody's project, and the small acts of which its story is made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from qianjin.apps.investment import services
from qianjin.apps.investment.models import AdmissionReview, Criterion, Project
from qianjin.apps.land.models import Parcel
from qianjin.apps.parks.models import Unit

from .investment_words import Idea

if TYPE_CHECKING:
    from .investment import Book

Happens = Callable[[datetime], object]
"""What happens at a moment."""
TRACK = [(120.4712 + n * 0.0004, 30.2875 + (n % 5) * 0.00025) for n in range(26)]


def fresh(project: Project) -> Project:
    return Project.objects.select_related("organisation", "owner", "park").get(pk=project.pk)


class Told:
    """Somebody's project, and the moments of its story."""

    idea: Idea

    def __init__(self, book: Book) -> None:
        self.book, self.park = book, book.park
        self.by = book.people[self.idea.owner]
        self.project: Project

    def add(self, moment: datetime, **more: object) -> None:
        self.project = self.book.add(moment, self.by, self.idea, **more)

    def to(self, moment: datetime, code: str, words: str = "") -> None:
        stage = self.book.stages[self.idea.pipeline, code]
        services.move(project=self.project, to=stage, words=words, by=self.by, at=moment)

    def say(self, moment: datetime, kind: str, words: str, whom: str = "") -> None:
        services.touch(
            project=self.project, kind=kind, words=words, with_whom=whom, by=self.by, at=moment
        )

    def receive(self, moment: datetime, guests: str, result: str) -> None:
        plan = services.plan_reception(
            project=self.project,
            arrives_at=moment,
            leaves_at=moment + timedelta(hours=6),
            guests=guests,
            guest_count=5,
            hosts="周衡、叶汀、罗一川",
            purpose="实地考察选址",
            route="09:30 规划展示馆\n10:20 C42地块踏勘\n14:00 座谈",
            materials="园区画册、地块图、政策汇编（演示）",
            car="中巴一辆",
            meal="机关食堂",
            meal_yuan=60,
            by=self.by,
            at=moment - timedelta(days=4),
        )
        services.end_reception(
            reception=plan, result=result, by=self.by, at=moment + timedelta(hours=7)
        )

    def walk(self, moment: datetime, words: str) -> None:
        parcels = list(Parcel.objects.filter(park=self.park, closed_on=None).order_by("pk")[:2])
        services.walk_site(
            project=self.project,
            words=words,
            points=TRACK,
            parcels=parcels,
            with_whom="对方选址顾问",
            by=self.by,
            at=moment,
        )

    def review(self, moment: datetime, scores: tuple[int, ...], answered: int) -> AdmissionReview:
        codes = ("economy", "ecology", "land-planning", "power")
        units = list(Unit.objects.filter(park=self.park, code__in=codes).order_by("pk"))
        made = services.open_review(project=self.project, units=units, by=self.by, at=moment)
        criteria = Criterion.objects.filter(park=self.park).order_by("position")
        values = {
            c.pk: (value, "评审组打分（演示）") for c, value in zip(criteria, scores, strict=False)
        }
        services.score(review=made, values=values, by=self.by, at=moment)
        for one in list(made.opinions.select_related("unit"))[:answered]:
            services.give_opinion(
                opinion=one,
                verdict="agree",
                words="",
                by=self.book.people[f"liaison-{one.unit.code}"],
                at=min(moment + timedelta(days=2), self.book.at),
            )
        return made
