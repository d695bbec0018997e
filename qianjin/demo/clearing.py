"""征地与选址 Acquisition at every point of the way, a dossier, a project that is matched.

Of 中通二期 and 昌顶 only what the report says is told (their land is being acquired); households,
money, dates and the project of 600 亩 are invented and marked so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.clearing import services
from qianjin.apps.clearing.models import (
    Acquisition,
    Listing,
    ReadyDate,
    SiteNeed,
    SiteSearch,
    VillagePart,
)
from qianjin.apps.land.models import Parcel
from qianjin.apps.parks.models import Park

NOTICED = (
    ("boundary", 0, 20, "passed"),
    ("quota", 10, 60, "passed"),
    ("pre_notice", 22, 52, "passed"),
    ("survey", 24, 46, "passed"),
    ("risk", 24, 58, "passed"),
    ("survey_result", 47, 58, "passed"),
    ("plan", 59, 70, "passed"),
    ("notice", 72, 104, "passed"),
    ("register", 72, 104, "none"),
    ("funds", 75, 100, "passed"),
)
APPROVED = (
    ("dossier", 160, 182, "passed"),
    ("approval", 183, 262, "passed"),
    ("acquisition_notice", 265, 300, "passed"),
)
"""Steps with the days of begin and end after the first, and how they stand online."""
FIRST_STEPS = 4
PROJECT = "演示·智能座舱二期（600亩）"


def carry_out(
    park: Park, people: dict[str, Actor], parcels: dict[str, Parcel], *, at: datetime
) -> None:
    """Tell it: acquisitions, the dossier, the project, the objection, the next best."""
    teller = _Teller(park, people, parcels, at)
    with services.gathered(park=park, at=at):
        teller.acquire()
    services.refresh(park=park, at=at)
    teller.list_one()
    teller.match()


class _Teller:
    """Whoever carries land on, and the days on which it happens."""

    def __init__(
        self, park: Park, people: dict[str, Actor], parcels: dict[str, Parcel], at: datetime
    ) -> None:
        self.park, self.people, self.parcels, self.at = park, people, parcels, at
        self.by, self.head = people["luoyichuan"], people["gumingzhou"]
        self.today = timezone.localdate(at)

    def ago(self, days: int) -> date:
        return self.today - timedelta(days)

    def when(self, days: int) -> datetime:
        return self.at - timedelta(days=days, hours=3)

    # ------------------------------------------------------------------ acquisition

    def acquire(self) -> None:
        """Something at every point: begun, announced, signing, paying; all fifteen villages."""
        two = self.open("ZT2-01", 150, "中通二期")
        self.run(two, NOTICED, 150)
        self.people_of(two, (46, 38), (1_260, 980))
        self.sign(two, (44, 35))
        top = self.open("CD-01", 120, "昌顶项目")
        self.run(top, NOTICED, 120)
        self.people_of(top, (52, 31), (1_480, 720))
        self.sign(top, (21, 12))
        near = self.open("CP-A22", 330, PROJECT)
        self.run(near, NOTICED, 330)
        self.people_of(near, (40, 22), (1_150, 610))
        self.sign(near, (40, 22), days=190)
        self.run(near, APPROVED, 330)
        self.pay(near, (Decimal(1_150), Decimal(310)))
        late = self.open("CP-A32", 140, PROJECT)
        self.run(late, NOTICED, 140)
        self.people_of(late, (36, 18), (990, 420))
        self.sign(late, (35, 18))
        many = self.open("CP-C42", 40, "")
        self.run(many, NOTICED[:FIRST_STEPS], 40)
        self.people_of(many, (12, 15, 9, 18, 11, 14, 16, 10), (300,) * 8)
        self.meet(many)

    def open(self, number: str, days: int, project: str) -> Acquisition:
        return services.open_acquisition(
            parcel=self.parcels[number],
            project=project,
            by=self.head,
            at=self.when(days),
        )

    def run(self, row: Acquisition, steps: Iterable[tuple[str, int, int, str]], days: int) -> None:
        """Enter steps, counted from ``days`` ago; what has not ended is left open."""
        entries = []
        for code, begin, end, online in steps:
            begun, done = self.ago(days - begin), self.ago(days - end)
            if begun <= self.today:
                over = done <= self.today
                entries.append(
                    services.Entry(
                        code,
                        begun_on=begun,
                        done_on=done if over else None,
                        online=online if over else "sent",
                    )
                )
        services.enter_steps(parcel=row.parcel, entries=entries, by=self.by, at=self.at)

    def people_of(self, row: Acquisition, households: Iterable[int], wan: Iterable[int]) -> None:
        for part, many, due in zip(self.parts(row), households, wan, strict=False):
            services.set_part(
                part=part,
                households=many,
                members=3 * many,
                due=Decimal(due) * 10_000,
                by=self.by,
                at=self.at,
            )

    @staticmethod
    def parts(row: Acquisition) -> list[VillagePart]:
        return list(row.parts.select_related("village").order_by("village__position"))

    def sign(self, row: Acquisition, many: Iterable[int], days: int = 12) -> None:
        for place, (part, signed) in enumerate(zip(self.parts(row), many, strict=False)):
            services.count(
                part=part,
                kind="signed",
                amount=Decimal(signed),
                on=self.ago(days - place),
                by=self.by,
                at=self.at,
            )
            self.visit(part, days - place, "村委会", "逐户说明补偿标准和签约安排（演示）", 6)

    def pay(self, row: Acquisition, wan: Iterable[Decimal]) -> None:
        for part, paid in zip(self.parts(row), wan, strict=False):
            services.count(
                part=part,
                kind="paid",
                amount=paid * 10_000,
                on=self.ago(5),
                by=self.head,
                at=self.at,
            )
        first = self.parts(row)[0]
        services.count(
            part=first, kind="vacated", amount=Decimal(28), on=self.ago(2), by=self.by, at=self.at
        )

    def meet(self, row: Acquisition) -> None:
        for place, part in enumerate(self.parts(row)):
            if place % 3 != 2:
                self.visit(
                    part, 3 + 6 * place, "村两委", "说明征收范围和现状调查安排（演示）", None
                )

    def visit(
        self, part: VillagePart, days: int, whom: str, words: str, households: int | None
    ) -> None:
        services.meet(
            part=part,
            on=self.ago(days),
            whom=whom,
            words=words,
            households=households,
            by=self.by,
            at=self.at,
        )

    # ------------------------------------------------------------------ the dossier

    def list_one(self) -> Listing:
        """A cleared parcel whose dossier is nearly whole, with files in it."""
        parcel = self.parcels["CP-A11"]
        entries = [
            services.Entry(code, None, self.ago(begun), self.ago(done), "passed")
            for code, begun, done in (("valuation", 40, 28), ("listing_dossier", 26, 10))
        ]
        services.enter_steps(parcel=parcel, entries=entries, by=self.by, at=self.at)
        made = services.open_listing(
            parcel=parcel,
            project="演示·精密零部件",
            aim_on=self.today + timedelta(12),
            by=self.by,
            at=self.when(26),
        )
        papers = list(made.papers.all())
        for place, paper in enumerate(papers[:-1]):
            services.set_paper(
                paper=paper,
                state="asked" if place == len(papers) - 3 else "there",
                asked_on=self.ago(24),
                due_on=self.ago(2) if place == len(papers) - 3 else None,
                came_on=None if place == len(papers) - 3 else self.ago(20 - place),
                by=self.by,
                at=self.at,
            )
        note = "演示文件：界址点坐标表\nJ1,3354200.000,545400.000\n"
        services.add_files(
            paper=papers[0],
            files=[SimpleUploadedFile("界址点坐标表（演示）.txt", note.encode())],
            by=self.by,
            at=self.at,
        )
        return made

    # ------------------------------------------------------------------ the project

    def match(self) -> SiteNeed:
        """A project of 600 亩 is matched over several villages; a household objects; what else?"""
        need = self._ask(
            name=PROJECT,
            mu_min=Decimal(600),
            mu_max=Decimal(680),
            sector="auto",
            max_parcels=9,
            weight_month=Decimal(1000),
            budget_wan=Decimal(40_000),
        )
        found = self._search(need)
        site = found["sites"][0]
        need = services.choose_site(
            need=need, parcels=site["parcels"], by=self.head, at=self.when(6)
        )
        last = ReadyDate.objects.filter(parcel__in=site["parcels"]).latest("likely")
        part = (
            VillagePart.objects.filter(acquisition__parcel=last.parcel_id, signed__gt=0)
            .order_by("-households")
            .first()
        )
        if part is not None:
            services.raise_objection(
                part=part,
                household="04-17",
                ground="measure",
                words="对苗木清点数量有异议，要求重新清点（演示）",
                raised_on=self.ago(1),
                by=self.by,
                at=self.at,
            )
        self._search(services.searching.ask(need, at=self.at).need)
        # The standing questions are for the worker, which begins when the park is opened.
        services.freshen(park=self.park, at=self.at)
        return need

    def _ask(self, **fields: Any) -> SiteNeed:
        return services.add_need(
            park=self.park,
            is_demo=True,
            words="演示需求",
            by=self.people["songyihang"],
            at=self.when(8),
            **fields,
        )

    def _search(self, need: SiteNeed) -> dict[str, Any]:
        search = SiteSearch.objects.get(need=need)
        done = services.work_out(need_id=need.pk, run=search.run, at=self.at, seconds=SECONDS)
        assert done is not None
        answer: dict[str, Any] = done.answer
        return answer


SECONDS = 1.0
"""A search in the story takes no longer; the worker searches on when the land changes."""
