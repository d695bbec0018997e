"""谈判 A fortnight of talks that ended on a Monday, and a room that is open now."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from qianjin.apps.investment import services
from qianjin.apps.investment.models import OpenPoint, TalkRound
from qianjin.journeys.lead_signed import lead_signed

from .investment_base import Happens, Told, fresh
from .investment_words import Idea

if TYPE_CHECKING:
    from .investment import Book

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TOPICS = (("供地面积", -5), ("试飞保障", -2), ("扶持条款", 2), ("协议全文", 4))
POSITIONS = {  # what the park said, what the firm said, what both agreed to
    "供地面积": ("供地95亩以内", "希望预留二期40亩", "一期95亩，二期另议"),
    "试飞保障": (
        "协助申报试飞空域，不写入违约责任",
        "投产前须有固定试飞场地",
        "园区牵头申报，批复时间由经发局答复",
    ),
}
FORTNIGHT = Idea(
    "智能座舱总部项目（演示）",
    "曜石汽车电子有限公司（演示）",
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
    "商用无人机总装项目（演示）",
    "鹞鹰无人机有限公司（演示）",
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


class Fortnight(Told):
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

    def _round(self, talk: TalkRound, number: int) -> Happens:
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

    def _settle(self, point: OpenPoint) -> Happens:
        return lambda at: services.settle_point(
            point=point, words="双方议定（演示）", by=self.by, at=at
        )

    def _version(self, number: int) -> Happens:
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
            wants_plan=False,
            project=fresh(self.project),
            signed_on=timezone.localdate(moment),
            agreement_number="演示招协2026第21号",
            words="周日晚谈到最后一条，周一早上签约（演示）",
            by=self.by,
            at=moment,
        )


class Coming(Told):
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
        for topic, days in TOPICS:
            when = datetime.combine(today + timedelta(days=days), time(14), zone)
            talk = services.plan_round(
                negotiation=room, topic=topic, when=when, by=self.by, at=moment
            )
            if days < 0:
                self.book.later(when + timedelta(hours=2), self._round(talk, POSITIONS[topic]))
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

    def _round(self, talk: TalkRound, said: tuple[str, str, str]) -> Happens:
        ours, theirs, agreed = said
        return lambda at: services.hold_round(
            talk=talk,
            park_position=f"{ours}（演示）",
            firm_position=f"{theirs}（演示）",
            agreed=f"{agreed}（演示）",
            by=self.by,
            at=at,
        )
