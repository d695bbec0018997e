"""讲得细的项目 A lead followed for forty months, one in production, an institute and a fund."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from qianjin.apps.investment import services
from qianjin.apps.investment.models import AdmissionReview
from qianjin.journeys.lead_signed import lead_signed

from .investment_base import Happens, Told, fresh
from .investment_talks import Coming, Fortnight
from .investment_words import CRITERIA, Idea

if TYPE_CHECKING:
    from .investment import Book

MONTHS = 40
LONG = Idea(
    "高温合金航空构件项目（演示）",
    "昆岳航材有限公司（演示）",
    "aviation",
    "event",
    "航空展上交换名片",
    "6101",
    180_000,
    210,
    "yeting",
    "projects",
    False,
)
OLD = Idea(
    "车用热管理二期项目（演示）",
    "凛川热系统有限公司（演示）",
    "auto",
    "enterprise",
    "一期企业增资",
    "3302",
    56_000,
    70,
    "songyihang",
    "projects",
    False,
)
INSTITUTE = Idea(
    "航空轻合金研究院（演示）",
    "高校技术转移中心（演示）",
    "aviation",
    "superior",
    "市里推荐",
    "1100",
    12_000,
    0,
    "yeting",
    "institutes",
    False,
)
FUND = Idea(
    "航空航天产业基金（演示）",
    "澄海资本管理有限公司（演示）",
    "aviation",
    "agency",
    "基金管理人来访",
    "3100",
    100_000,
    0,
    "zhouheng",
    "funds",
    False,
)
MONTHLY = (
    ("call", "电话问候，项目还在内部论证（演示）"),
    ("message", "发送园区航空产业季报（演示）"),
    ("call", "对方换了负责人，重新介绍园区（演示）"),
    ("trip", "到厂里拜访，看了锻造车间（演示）"),
    ("message", "春节问候（演示）"),
    ("meeting", "线上会，讨论用电和层高（演示）"),
)


def plant(book: Book) -> None:
    """Put the told ones on the line of time."""
    head = book.people["admin"]
    for place, (zh, en, weight, least, guidance) in enumerate(CRITERIA, start=1):
        services.keep_criterion(
            park=book.park,
            name_zh=zh,
            name_en=en,
            weight=weight,
            minimum=least,
            position=place,
            guidance=guidance,
            by=head,
            at=book.ago(500),
        )
    book.later(book.ago(MONTHS * 30.4), Long(book).first)
    book.later(book.ago(980), Old(book).first)
    book.later(book.ago(170), Fortnight(book).first)
    book.later(book.ago(150), Coming(book).first)
    for idea, days, to in ((INSTITUTE, 210, "talks"), (FUND, 130, "diligence")):
        book.later(book.ago(days), Small(book, idea, to).first)


class Long(Told):
    """盯了三四年 Forty months from a card to the signature: lost once, taken up again, won."""

    idea = LONG

    def first(self, moment: datetime) -> None:
        """Everything else is planted from here."""
        self.add(
            moment,
            about="高温合金环件与机匣精密锻造（演示）",
            chain_node="航空发动机锻件",
            rivals="西安、沈阳",
            park_watches="亩均税收、能耗、能否带动配套（演示）",
            firm_needs="双回路供电、18米层高、靠近主机厂客户（演示）",
            common_ground="分两期供地，一期先行开工，电力配套同步建设（演示）",
            obstacles="电力增容周期长（演示）",
        )
        self.say(moment, "meeting", "航空展上交换名片，对方在看华东（演示）", "市场总监")
        book, later = self.book, self.book.later
        days = MONTHS * 30.4
        for month in range(1, MONTHS - 2):
            kind, words = MONTHLY[month % len(MONTHLY)]
            later(book.ago(days - month * 30.4, 15), self._monthly(kind, words))
        later(book.ago(days - 90), lambda at: self.to(at, "contact"))
        later(book.ago(days - 330), self._lost)
        later(book.ago(days - 640), self._again)
        later(book.ago(days - 700), lambda at: self.to(at, "inspection", "高层第一次来园"))
        later(book.ago(days - 702, 9), self._visit)
        later(book.ago(330, 9), lambda at: self.walk(at, "沿C42东侧走完全程，量了临路面（演示）"))
        later(book.ago(300), lambda at: self.to(at, "talks"))
        later(book.ago(95), lambda at: self.to(at, "admission"))
        later(book.ago(92), self._review)
        later(book.ago(58), self._sign)

    def _monthly(self, kind: str, words: str) -> Happens:
        def said(moment: datetime) -> None:
            if self.project.lost_reason:
                return
            self.book.touch(self.project, moment, self.by, words, kind)

        return said

    def _lost(self, moment: datetime) -> None:
        services.lose(
            project=self.project,
            reason="market",
            words="行业下行，董事会暂停扩产；约定一年后再谈（演示）",
            revive_on=timezone.localdate(moment) + timedelta(days=310),
            by=self.by,
            at=moment,
        )

    def _again(self, moment: datetime) -> None:
        services.revive(
            project=self.project, words="订单回升，重新启动（演示）", by=self.by, at=moment
        )

    def _visit(self, moment: datetime) -> None:
        self.receive(
            moment, "演示·昆岳航材董事长一行", "认可交通和产业配套，要求解决双回路供电（演示）"
        )

    def _review(self, moment: datetime) -> None:
        made = self.review(moment, (92, 85, 81, 74, 88), 4)
        self.book.later(moment + timedelta(days=9), lambda at: self._decide(made, at))

    def _decide(self, made: AdmissionReview, moment: datetime) -> None:
        services.decide(
            review=made,
            state="passed",
            minutes="评审组一致同意准入，五项标准地指标写入投资协议（演示）。",
            by=self.by,
            at=moment,
        )
        due = timezone.localdate(moment) + timedelta(days=3 * 365)
        for kind, amount in (
            ("intensity", "420"),
            ("far", "1.6"),
            ("energy", "0.32"),
            ("emission", "0.9"),
            ("tax_per_mu", "35"),
        ):
            services.commit(
                project=self.project,
                kind=kind,
                amount=Decimal(amount),
                due_on=due,
                source="admission",
                by=self.by,
                at=moment,
            )

    def _sign(self, moment: datetime) -> None:
        lead_signed(
            wants_plan=False,
            project=fresh(self.project),
            signed_on=timezone.localdate(moment),
            agreement_number="演示招协2026第18号",
            wants_site=False,
            words="跟踪四十个月后签约（演示）",
            by=self.by,
            at=moment,
        )
        begin = timezone.localdate(moment)
        for kind, days in (("start", 240), ("completion", 700), ("production", 820)):
            due = begin + timedelta(days=days)
            services.commit(project=self.project, kind=kind, due_on=due, by=self.by, at=moment)
        services.promise_subsidy(
            project=self.project,
            name="设备投资补助（演示）",
            amount_wan=Decimal(2400),
            condition="投产后按设备投资的8%，分两年兑付",
            due_on=begin + timedelta(days=900),
            by=self.by,
            at=moment,
        )


class Old(Told):
    """投产 Signed years ago, in production: promises compared with reality, one not kept."""

    idea = OLD

    def first(self, moment: datetime) -> None:
        """Signed within weeks, built, in production."""
        self.add(moment, about="新能源车热泵系统（演示）")
        later = self.book.later
        for days, code in ((960, "contact"), (930, "talks")):
            later(self.book.ago(days), self._go(code))
        later(self.book.ago(900), self._sign)
        for days, code in (
            (820, "land"),
            (780, "started"),
            (420, "completed"),
            (380, "production"),
        ):
            later(self.book.ago(days), self._go(code))
        later(self.book.ago(60), self._report)

    def _go(self, code: str) -> Happens:
        return lambda at: self.to(at, code)

    def _sign(self, moment: datetime) -> None:
        lead_signed(
            wants_plan=False,
            project=fresh(self.project),
            signed_on=timezone.localdate(moment),
            wants_site=False,
            by=self.by,
            at=moment,
        )
        year = self.book.today.year
        last = self.book.today.replace(year=year - 1, month=12, day=31)
        for kind, amount in (("tax_per_mu", "32"), ("output", "60000"), ("jobs", "260")):
            services.commit(
                project=self.project,
                kind=kind,
                amount=Decimal(amount),
                due_on=last,
                by=self.by,
                at=moment,
            )
        services.commit(
            project=self.project,
            kind="production",
            due_on=timezone.localdate(self.book.ago(370)),
            by=self.by,
            at=moment,
        )
        self.subsidy = services.promise_subsidy(
            project=self.project,
            name="技改补助（演示）",
            amount_wan=Decimal(800),
            condition="投产并达到亩均税收后",
            by=self.by,
            at=moment,
        )

    def _report(self, moment: datetime) -> None:
        told = {"tax_per_mu": "27.5", "output": "64200", "jobs": "284"}
        year = self.book.today.year - 1
        for row in self.project.commitments.all():
            if row.kind == "production":
                happened = timezone.localdate(self.book.ago(380))
                services.report_year(
                    commitment=row, year=happened.year, happened_on=happened, by=self.by, at=moment
                )
            else:
                amount = Decimal(told[row.kind])
                services.report_year(
                    commitment=row, year=year, amount=amount, by=self.by, at=moment
                )
        services.pay_subsidy(
            subsidy=self.subsidy,
            paid_wan=Decimal(300),
            paid_on=timezone.localdate(moment),
            by=self.by,
            at=moment,
        )


class Small(Told):
    """院所与基金 One of the other pipelines."""

    def __init__(self, book: Book, idea: Idea, to: str) -> None:
        self.idea = idea
        super().__init__(book)
        self.last = to

    def first(self, moment: datetime) -> None:
        """Entered and brought on."""
        self.add(moment)
        self.say(moment, "meeting", "介绍合作模式（演示）")
        later = self.book.later
        later(moment + timedelta(days=30), lambda at: self.to(at, "contact"))
        later(moment + timedelta(days=80), lambda at: self.to(at, self.last))
