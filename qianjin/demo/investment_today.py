"""今天 What stands open today: trips, a review that waits, next steps, a book handed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from qianjin.apps.accounts.models import User
from qianjin.apps.investment import services
from qianjin.apps.investment.models import Project, Trip

from .investment_base import Told
from .investment_told import INSTITUTE

if TYPE_CHECKING:
    from .investment import Book


MET = ("对方答应来园考察，索要标准地指标清单（演示）", "明年有扩产计划，先寄招商手册（演示）")


class Reviewed(Told):
    """A project of the many whose review waits for bureaux."""

    idea = INSTITUTE


def stand_open(book: Book) -> None:
    """Trips, a review that waits for bureaux, next steps of these days, a book handed over."""
    _trips(book)
    _reviewing(book)
    _steps(book)
    _handed(book)


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
        _met(trip, cities, book)
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
    for city, hour, whom in (("武汉", 10, "演示·电驱企业总部"), ("合肥", 15, "演示·座舱企业总部")):
        services.plan_meeting(
            trip=trip,
            when=_at(begin, hour),
            city=city,
            with_whom=whom,
            topic="扩产选址意向（演示）",
            by=head,
            at=book.at,
        )


def _at(on: date, hour: int) -> datetime:
    return datetime.combine(on, time(hour), timezone.get_current_timezone())


def _met(trip: Trip, cities: Sequence[str], book: Book) -> None:
    """One talk in each city of a trip that is over, and what it came to."""
    head = book.people["zhouheng"]
    for number, (city, result) in enumerate(zip(cities, MET, strict=False)):
        when = _at(trip.from_on + timedelta(days=number), 10 + 4 * number)
        meeting = services.plan_meeting(
            trip=trip,
            when=when,
            city=city,
            with_whom=f"演示·{city}配套企业总部",
            topic="扩产布局与用地需求（演示）",
            by=head,
            at=when - timedelta(days=3),
        )
        services.end_meeting(meeting=meeting, result=result, by=head, at=when + timedelta(hours=2))


def _reviewing(book: Book) -> None:
    """One project waits for two bureaux, one of them overdue."""
    rows = Project.objects.filter(park=book.park, stage__code="admission", reviews=None)
    row = rows.select_related("owner").order_by("-pk").first()
    if row is None:
        return
    told = Reviewed(book)
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
