"""拿地即开工 Plans on every part of the way; one slips, is made anew, two letters go out.

Of 立强, 零跑, 中通 and 杭萧 only what the reports say is told (立强 started as it took its land;
the other three are to be listed on time); every date, step, bureau's answer and further project
is invented and marked so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.delivery import services
from qianjin.apps.delivery.choices import Stage, StepState
from qianjin.apps.delivery.models import Letter, Plan, PlanStep
from qianjin.apps.investment.models import Project
from qianjin.apps.land.models import Parcel
from qianjin.apps.parks.models import Park, Unit

INVENTED = "各步骤、日期均为演示"
CASES = {"land-planning": 9, "construction": 8, "ecology": 5, "approvals": 10, "economy": 8}
"""Steps that a bureau carries at once, invented."""

OLD = (
    ("演示·精密轴承一期", "normal", 1250, ()),
    ("演示·车用热管理二期", "stock", 900, ("energy",)),
    ("演示·线束工厂", "stock", 760, ()),
    ("演示·航空紧固件", "stock", 540, ("staged",)),
)
"""Earlier projects that fill the ledger: name, profile, begun so many days ago, facts."""
OF_PROJECT = {"演示·车用热管理二期": "车用热管理二期项目"}
"""Whose agreement is measured after the start: the plan, and how the project's name begins."""
COMING = (
    ("零跑汽车项目", "zero_gap", 330, "总投资40亿元，确保按时挂牌（公开报道）", ("energy",)),
    ("中通项目", "zero_gap", 300, "总投资26亿元，确保按时挂牌（公开报道）", ()),
    ("杭萧钢构项目", "zero_gap", 270, "总投资22.4亿元，确保按时挂牌（公开报道）", ()),
)
PUBLISHED = {name for name, *_rest in COMING}
YOUNG = (
    ("演示·智能座舱二期", "stock", 20, ("energy", "staged", "staged_above")),
    ("演示·复合材料检测中心", "expansion", 15, ()),
)
BEFORE_LISTING = (Stage.PROJECT, Stage.ACQUISITION, Stage.STANDARD, Stage.GRANT)
LATER = 12
RUNS = 40
"""Few, for a story is told fast; the worker runs a thousand as soon as it wakes."""


def carry_out(
    park: Park, people: dict[str, Actor], parcels: dict[str, Parcel], *, at: datetime
) -> None:
    """Tell it: the ledger, the plans of today, the slip, the letters."""
    teller = _Teller(park, people, parcels, at)
    with services.gathered():
        teller.set_capacities()
        teller.fill_ledger()
        plans = teller.open_coming()
    services.place(park, at=at)
    for plan in plans:
        services.promise_dates(plan=plan, by=teller.by, at=at)
    teller.slip(plans[0])
    services.plan_all(park=park, by=teller.by, at=at)


class _Teller:
    """Whoever carries plans on, and the days on which it happens."""

    def __init__(
        self, park: Park, people: dict[str, Actor], parcels: dict[str, Parcel], at: datetime
    ) -> None:
        self.park, self.people, self.parcels, self.at = park, people, parcels, at
        self.by, self.head = people["luoyichuan"], people["gumingzhou"]
        self.officer = User.objects.get(pk=self.by.person_id)
        self.units = {unit.code: unit for unit in Unit.objects.filter(park=park)}
        self.today = timezone.localdate(at)

    def ago(self, days: int) -> datetime:
        return self.at - timedelta(days=days, hours=2)

    def set_capacities(self) -> None:
        """How many steps some bureaux carry at once."""
        for code, cases in CASES.items():
            services.set_capacity(
                park=self.park, unit=self.units[code], cases=cases, by=self.head, at=self.ago(380)
            )

    def open(
        self,
        name: str,
        profile: str,
        days: int,
        words: str = INVENTED,
        conditions: Sequence[str] = (),
        parcels: Sequence[str] = (),
    ) -> Plan:
        """A plan that was begun so many days ago, with what has happened since entered."""
        begun = self.ago(days)
        plan = services.open_plan(
            park=self.park,
            name=name,
            profile=profile,
            conditions=conditions,
            parcels=[self.parcels[number] for number in parcels if number in self.parcels],
            officer=self.officer,
            project=self.project_of(name),
            from_on=timezone.localdate(begun),
            words=words,
            is_demo=True,
            by=self.by,
            at=begun,
        )
        services.place(self.park, at=begun, only=[plan.pk])
        self.happened(plan)
        return plan

    def project_of(self, name: str) -> Project | None:
        """The investment project of the same name, where the section's year told of one."""
        if name not in PUBLISHED and name not in OF_PROJECT:
            return None
        bare = OF_PROJECT.get(name, name.removesuffix("项目").removesuffix("汽车"))
        rows = Project.objects.filter(park=self.park, name__startswith=bare, delivery_plans=None)
        return rows.order_by("pk").first()

    def happened(self, plan: Plan) -> None:
        """Everything went as it was planned until today; what runs has begun."""
        happened: dict[str, dict[str, date]] = {}
        for step in PlanStep.objects.filter(plan=plan):
            days = {
                "review_begun_on": step.review_from, "review_done_on": step.review_until,
                "begun_on": step.start_on, "done_on": step.end_on,
            }  # fmt: skip
            past = {name: day for name, day in days.items() if day and day <= self.today}
            if past:
                happened[step.key] = past
        services.enter_history(plan=plan, happened=happened, by=self.by, at=self.at)

    def fill_ledger(self) -> None:
        """Earlier projects, and 立强 that started on the day of its land."""
        for name, profile, days, conditions in OLD:
            self.open(name, profile, days, conditions=conditions)
        words = f"实现拿地即开工（公开报道）；{INVENTED}"
        self.open("立强项目", "stock", 420, words)

    def open_coming(self) -> list[Plan]:
        """Those that are to be listed on time, younger ones, and a road of the park."""
        told = f"；{INVENTED}"
        plans = [
            self.open(name, profile, days, words + told, conditions)
            for name, profile, days, words, conditions in COMING
        ]
        for name, profile, days, conditions in YOUNG:
            self.open(name, profile, days, conditions=conditions)
        self.open("演示·横一路及管线", "works", 210, parcels=("CP-A22",))
        return plans

    def slip(self, plan: Plan) -> None:
        """The next step takes longer; two letters go out, the first one is answered."""
        services.look_ahead(plan=plan, at=self.ago(8), runs=RUNS)
        step = self.next_step(plan)
        begin = (step.review_from or step.start_on or self.today) + timedelta(days=LATER)
        self.set_dates(step, begin, "演示：前置材料待补")
        services.look_ahead(plan=plan, at=self.ago(4), runs=RUNS)
        first = self.letter(plan, "ecology", step.key, "关于补充前置材料的函", 4)
        self.letter(plan, "land-planning", "G01", "关于提前会审挂牌出让方案的函", 2)
        services.answer_letter(
            letter=first,
            answer="演示：材料已补，可按原计划办理。",
            answer_on=self.today + timedelta(days=3),
            by=self.people["liaison-ecology"],
            at=self.ago(1),
        )
        self.set_dates(self.step(plan, step.key), None, "演示：已答复，按原计划办理")
        services.look_ahead(plan=plan, at=self.at, runs=RUNS)

    def next_step(self, plan: Plan) -> PlanStep:
        """What comes next on the way to the listing."""
        rows = PlanStep.objects.filter(plan=plan, state=StepState.OPEN, stage__in=BEFORE_LISTING)
        return self.step(plan, rows.order_by("start_on", "position")[0].key)

    def set_dates(self, step: PlanStep, begin: date | None, reason: str) -> None:
        """Dates of one step; its plan alone is made anew, the worker does the rest."""
        with services.gathered():
            services.set_dates(
                step=step,
                version=None,
                not_before=begin,
                promised_on=step.promised_on,
                reason=reason,
                by=self.by,
                at=self.at,
            )
        services.place(self.park, at=self.at, only=[step.plan_id])

    def step(self, plan: Plan, key: str) -> PlanStep:
        return PlanStep.objects.select_related("plan").get(plan=plan, key=key)

    def letter(self, plan: Plan, code: str, key: str, subject: str, days: int) -> Letter:
        """One letter, written and sent so many days ago."""
        when = self.ago(days)
        steps = list(PlanStep.objects.filter(plan=plan, key=key))
        made = services.write_letter(
            plan=plan,
            unit=self.units[code],
            steps=steps,
            subject=subject,
            words=f"{plan.name}确保按时挂牌，请贵单位协助。（演示）",
            due_on=self.today + timedelta(days=5 - days),
            by=self.by,
            at=when,
        )
        return services.send_letter(letter=made, by=self.by, at=when)
