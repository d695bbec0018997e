"""几个讲得细的项目 A lead followed for forty months, a fortnight's talks that end on a Monday, …"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from qianjin.apps.accounts import services as accounts
from qianjin.apps.accounts.models import Notice, User
from qianjin.apps.investment import services
from qianjin.apps.investment.models import AdmissionReview, Criterion, Project
from qianjin.apps.land.models import Parcel
from qianjin.apps.parks.models import Unit
from qianjin.journeys.lead_signed import lead_signed

from .investment_words import CRITERIA, Idea

if TYPE_CHECKING:
    from .investment import Book

MONTHS = 40
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
LONG = Idea(
    "演示·高温合金航空构件项目",
    "演示·昆岳航材有限公司",
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
FORTNIGHT = Idea(
    "演示·智能座舱总部项目",
    "演示·曜石汽车电子有限公司",
    "auto",
    "enterprise",
    "整车厂推荐配套商",
    "4403",
    320_000,
    260,
    "zhouheng",
    "projects",
    False,
)
NEXT = Idea(
    "演示·商用无人机总装项目",
    "演示·鹞鹰无人机有限公司",
    "aviation",
    "trip",
    "外出招商带回",
    "5101",
    90_000,
    95,
    "yeting",
    "projects",
    False,
)
OLD = Idea(
    "演示·车用热管理二期项目",
    "演示·凛川热系统有限公司",
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
    "演示·航空轻合金研究院",
    "演示·高校技术转移中心",
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
    "演示·航空航天产业基金",
    "演示·澄海资本管理有限公司",
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
TRACK = [(120.4712 + n * 0.0004, 30.2875 + (n % 5) * 0.00025) for n in range(26)]


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


def _fresh(project: Project) -> Project:
    return Project.objects.select_related("organisation", "owner", "park").get(pk=project.pk)


class _Told:
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


class Long(_Told):
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

    def _monthly(self, kind: str, words: str) -> object:
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
            project=_fresh(self.project),
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


class Fortnight(_Told):
    """泡在会议室里 Two weeks of rounds to the Sunday night, signed on Monday morning."""

    idea = FORTNIGHT

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        today = book.today
        self.monday = today - timedelta(days=today.weekday() or 7)

    def when(self, days: int, hour: int, minute: int = 0) -> datetime:
        """So many days before the Monday."""
        zone = timezone.get_current_timezone()
        return datetime.combine(self.monday - timedelta(days=days), time(hour, minute), zone)

    def first(self, moment: datetime) -> None:
        """Entered, brought to the talks; then the fortnight."""
        self.add(moment, about="智能座舱研发总部和总装基地（演示）", rivals="合肥、苏州")
        later = self.book.later
        later(self.book.ago(150), lambda at: self.to(at, "contact"))
        later(self.book.ago(120), lambda at: self.to(at, "inspection"))
        later(self.book.ago(118, 9), self._visit)
        later(self.book.ago(90), lambda at: self.to(at, "talks"))
        later(self.when(14, 8, 30), self._open)
        later(self.when(0, 9), self._sign)

    def _visit(self, moment: datetime) -> None:
        self.receive(moment, "演示·曜石汽车电子总裁一行", "意向明确，要求两周内谈定（演示）")

    def _open(self, moment: datetime) -> None:
        self.room = services.open_room(
            project=self.project,
            begins_on=timezone.localdate(moment),
            signing_at=self.when(0, 9),
            place="办公楼5楼第二会议室",
            park_team="周衡、宋亦杭、顾明舟",
            firm_team="战略副总、法务总监、财务总监（演示）",
            red_lines="地价不低于最低价标准；亩均税收不低于32万元；违约退出条款必须保留（演示）",
            by=self.by,
            at=moment,
        )
        topics = (
            "供地与开工",
            "扶持与对赌",
            "亩均税收",
            "人才房",
            "违约与退出",
            "协议全文",
            "最后条款",
        )
        for number, topic in enumerate(topics):
            when = self.when(13 - 2 * number, 14) if number < 6 else self.when(1, 20)
            talk = services.plan_round(
                negotiation=self.room, topic=topic, when=when, by=self.by, at=moment
            )
            self.book.later(when + timedelta(hours=3), self._round(talk, number))
        for text, side, owner, days in (
            ("人才房套数", "park", "周衡", 6),
            ("一期开工时限", "firm", "战略副总", 8),
            ("110千伏专线", "bureau", "供电公司", 4),
        ):
            point = services.open_point(
                negotiation=self.room,
                text=f"{text}（演示）",
                side=side,
                owner_name=owner,
                due_on=self.monday - timedelta(days=days),
                by=self.by,
                at=moment,
            )
            self.book.later(self.when(days, 17), self._settle(point))
        for number in range(4):
            self.book.later(self.when(12 - 3 * number, 21), self._version(number + 1))

    def _round(self, talk: object, number: int) -> object:
        def held(moment: datetime) -> None:
            services.hold_round(
                talk=talk,
                park_position="保底亩均税收32万元（演示）",
                firm_position="希望达产期放宽半年（演示）",
                agreed=f"第{number + 1}轮议定：按达产进度分段考核（演示）",
                by=self.by,
                at=moment,
            )

        return held

    def _settle(self, point: object) -> object:
        return lambda at: services.settle_point(
            point=point, words="双方议定（演示）", by=self.by, at=at
        )

    def _version(self, number: int) -> object:
        def sent(moment: datetime) -> None:
            file = SimpleUploadedFile(f"投资协议第{number}稿（演示）.pdf", PDF, "application/pdf")
            services.add_version(
                negotiation=self.room,
                file=file,
                words=f"第{number}稿（演示）",
                by=self.by,
                at=moment,
            )

        return sent

    def _sign(self, moment: datetime) -> None:
        lead_signed(
            project=_fresh(self.project),
            signed_on=timezone.localdate(moment),
            agreement_number="演示招协2026第21号",
            words="周日晚谈到最后一条，周一早上签约（演示）",
            by=self.by,
            at=moment,
        )


class Coming(_Told):
    """下周一 A room that is open now: rounds held and to come, points open, a day to sign on."""

    idea = NEXT

    def first(self, moment: datetime) -> None:
        """Entered, visited, walked, reviewed; the room opens a week ago."""
        self.add(moment, about="大型商用无人机总装与试飞（演示）", rivals="成都、南京")
        later = self.book.later
        later(self.book.ago(120), lambda at: self.to(at, "contact"))
        later(self.book.ago(80), lambda at: self.to(at, "inspection"))
        later(self.book.ago(60, 9), lambda at: self.walk(at, "看了两块地，试飞空域要再核（演示）"))
        later(self.book.ago(40), lambda at: self.to(at, "talks"))
        later(self.book.ago(7, 9), self._open)

    def _open(self, moment: datetime) -> None:
        today = self.book.today
        zone = timezone.get_current_timezone()
        monday = today + timedelta(days=7 - today.weekday())
        room = services.open_room(
            project=self.project,
            begins_on=today - timedelta(days=7),
            signing_at=datetime.combine(monday, time(9), zone),
            place="办公楼5楼第一会议室",
            park_team="周衡、叶汀",
            firm_team="总经理、投资总监（演示）",
            red_lines="供地不超过95亩；试飞空域不写入违约责任（演示）",
            by=self.by,
            at=moment,
        )
        for topic, days in (("供地面积", -5), ("试飞保障", -2), ("扶持条款", 2), ("协议全文", 4)):
            when = datetime.combine(today + timedelta(days=days), time(14), zone)
            talk = services.plan_round(
                negotiation=room, topic=topic, when=when, by=self.by, at=moment
            )
            if days < 0:
                self.book.later(when + timedelta(hours=2), self._round(talk))
        for text, side, owner, days in (
            ("试飞空域批复时间", "bureau", "经发局", 1),
            ("固定资产投资下限", "firm", "投资总监", -1),
            ("设备补助比例", "park", "周衡", 3),
        ):
            services.open_point(
                negotiation=room,
                text=f"{text}（演示）",
                side=side,
                owner_name=owner,
                due_on=today + timedelta(days=days),
                by=self.by,
                at=moment,
            )

    def _round(self, talk: object) -> object:
        return lambda at: services.hold_round(
            talk=talk,
            park_position="供地95亩以内（演示）",
            firm_position="希望预留二期40亩（演示）",
            agreed="一期95亩，二期另议（演示）",
            by=self.by,
            at=at,
        )


class Old(_Told):
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

    def _go(self, code: str) -> object:
        return lambda at: self.to(at, code)

    def _sign(self, moment: datetime) -> None:
        lead_signed(
            project=_fresh(self.project),
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


class Small(_Told):
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


# ------------------------------------------------------------------ what stands open today


def today(book: Book) -> None:
    """Trips, a review that waits for bureaux, next steps of these days, a book handed over."""
    _trips(book)
    _reviewing(book)
    _steps(book)
    _handed(book)
    _read(book)


def _trips(book: Book) -> None:
    head = book.people["zhouheng"]
    for title, cities, days, result in (
        ("西北航空专题招商", ("西安", "成都"), 250, "见了七家企业，两家来园考察（演示）"),
        ("深圳智能汽车专题招商", ("深圳", "长沙"), 170, "带回三条线索（演示）"),
        ("长三角航空配套对接", ("上海", "苏州"), 75, "两家确定来园（演示）"),
    ):
        begin = book.today - timedelta(days=days)
        trip = services.plan_trip(
            park=book.park,
            title=f"{title}（演示）",
            from_on=begin,
            until_on=begin + timedelta(days=3),
            cities=cities,
            members="周衡、叶汀、宋亦杭",
            purpose="拜访目标企业总部，推介万亩千亿平台（演示）",
            is_demo=True,
            by=head,
            at=book.ago(days + 5),
        )
        services.end_trip(
            trip=trip,
            result=result,
            travel_yuan=6800 + days,
            lodging_yuan=4200,
            other_yuan=600,
            by=head,
            at=book.ago(days - 4),
        )
    begin = book.today + timedelta(days=5)
    trip = services.plan_trip(
        park=book.park,
        title="华中汽车零部件招商（演示）",
        from_on=begin,
        until_on=begin + timedelta(days=2),
        cities=("武汉", "合肥"),
        members="周衡、宋亦杭",
        purpose="拜访一级供应商（演示）",
        is_demo=True,
        by=head,
        at=book.at,
    )
    zone = timezone.get_current_timezone()
    for city, hour, whom in (("武汉", 10, "演示·电驱企业总部"), ("合肥", 15, "演示·座舱企业总部")):
        services.plan_meeting(
            trip=trip,
            when=datetime.combine(begin, time(hour), zone),
            city=city,
            with_whom=whom,
            topic="扩产选址意向（演示）",
            by=head,
            at=book.at,
        )


def _reviewing(book: Book) -> None:
    """One project waits for two bureaux, one of them overdue."""
    rows = Project.objects.filter(park=book.park, stage__code="admission", reviews=None)
    row = rows.select_related("owner").order_by("-pk").first()
    if row is None:
        return
    told = Small(book, INSTITUTE, "talks")
    told.project, told.by = row, book.people[row.owner.username]
    told.review(book.ago(9), (88, 76, 70, 64), 2)


def _steps(book: Book) -> None:
    """What these days ask for: late, today, this week."""
    words = (
        "回访投决进度",
        "送协议草案",
        "约现场踏勘",
        "补充电力方案",
        "接机并陪同考察",
        "催要能耗数据",
    )
    rows = Project.objects.filter(
        park=book.park, stage__meaning="open", next_on=None, negotiation=None
    ).select_related("owner")
    for number, row in enumerate(rows.order_by("-stage__position", "-pk")[:24]):
        services.plan_step(
            project=row,
            next_step=f"{words[number % len(words)]}（演示）",
            next_on=book.today + timedelta(days=(number * 7) % 19 - 3),
            by=book.people[row.owner.username],
            at=book.at,
        )


def _handed(book: Book) -> None:
    """Three leads change hands, as lines are shared out anew."""
    giver, taker = (User.objects.get(username=name) for name in ("songyihang", "yeting"))
    rows = Project.objects.filter(
        park=book.park, owner=giver, sector="smart", stage__meaning="open"
    )
    chosen = list(rows.order_by("-pk").values_list("pk", flat=True)[:3])
    if chosen:
        services.hand_over(
            park=book.park,
            giver=giver,
            taker=taker,
            chosen=chosen,
            words="智能制造与航空线合并对接（演示）",
            by=book.people["zhouheng"],
            at=book.ago(20),
        )


def _read(book: Book) -> None:
    """What was said of projects has been read, but for the last days."""
    by = {actor.person_id: actor for actor in book.people.values()}
    old = Notice.objects.filter(
        park=book.park, kind__startswith="investment.", at__lt=book.at - timedelta(days=3)
    )
    for pk, user_id, told_at in old.values_list("pk", "user_id", "at"):
        if user_id in by:
            later = told_at + timedelta(hours=3)
            accounts.read_notices(by=by[user_id], at=later, notice_id=pk)
