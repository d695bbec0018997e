"""多方办理 A power failure: its cause, helpers and rulings; what was merged, split and linked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.utils import timezone

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.desk import services as desk
from qianjin.apps.desk.models import FollowUp, Part, ServiceRequest
from qianjin.apps.parks.models import Park

from .directory import Client
from .lives import World

SAID = "问题已解决，企业表示满意。"
ASKED = 2
"""How many of the follow-ups have been asked already."""
REQUESTS = 8
"""Seven that are raised, and one that is split off."""
PLACE = "北环路"
TITLE = "北环路10千伏线路故障停电"
POWER = (
    "今天上午全厂停电，两条压铸线停机，铁水在炉里，急需恢复供电。",
    "厂区突然停电，恒温车间温度上升，精密加工件要报废，请尽快查明原因。",
    "厂房停电，冷库和消防水泵都停了，请问什么时候能来电？",
)
AGAIN = "电话催问：我厂停电还没恢复，炉子只能再撑两小时。"
CLAIM = "停电时数控系统和主轴驱动损坏，请协助核定损失，对接保险理赔。"
NEW_LINE = "新增的630千伏安变压器已装好，请安排送电。"
TWO_MATTERS = "园区班车早高峰绕行，员工常迟到；另外食堂排队太久，请一并协调。"
CANTEEN = "食堂中午排队太久，请协调增设窗口或错峰就餐。"


class Failure:
    """停电 Seven enterprises lose power on the last working day; three of them ask."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.window, self.power = world.people["linyue"], world.people["liaison-power"]
        self.asking = world.clients[2:5]
        self.silent = world.clients[5:9]
        self.power_unit = world.units["power"]
        self.main: ServiceRequest
        self.parts: dict[str, Part] = {}

    def plant(self, end: datetime) -> None:
        """Each step so many working hours before the end of the story."""
        steps: tuple[tuple[float, Callable[[datetime], None]], ...] = (
            (6.5, self.asked),
            (6.2, self.asked_again),
            (6.0, self.sorted),
            (5.5, self.grouped),
            (5.0, self.shared),
            (4.0, self.part_returned),
            (3.5, self.part_wants_time),
            (3.0, self.lead_wants_time),
            (2.5, self.what_follows),
            (2.0, self.split),
        )
        for hours, act in steps:
            self.world.later(self.world.calendar.shift(end, -round(hours * 60)), act)

    def _raise(self, client: Client, words: str, at: datetime, by: Actor) -> ServiceRequest:
        source = "portal" if by is client.actor else "phone"
        return desk.raise_request(
            enterprise=client.enterprise,
            contact=client.contact,
            words=words,
            by=by,
            at=at,
            place=PLACE,
            source=source,
        )

    def asked(self, at: datetime) -> None:
        """Three ask, within a quarter of an hour."""
        self.rows = [
            self._raise(client, words, at + timedelta(minutes=5 * n), client.actor)
            for n, (client, words) in enumerate(zip(self.asking, POWER, strict=True))
        ]
        self.main = self.rows[0]

    def asked_again(self, at: datetime) -> None:
        """The first rings up as well: two requests about one matter become one."""
        again = self._raise(self.asking[0], AGAIN, at, self.window)
        at += timedelta(minutes=5)
        words = "与在先的诉求是同一次停电。"
        desk.merge(request=again, other=self.main, words=words, by=self.window, at=at)

    def sorted(self, at: datetime) -> None:
        """To the power company, which rings back."""
        desk.triage(
            request=self.main,
            kind="EMG",
            subkind="outage",
            level="complex",
            aim="precise",
            unit=self.power_unit,
            officer=self.world.users[self.power.user_id or 0],
            title="全厂停电，请尽快恢复供电",
            by=self.window,
            at=at,
        )
        at += timedelta(minutes=8)
        words = "已派抢修队，正在查找故障点。"
        desk.accept(request=self.main, channel="phone", words=words, by=self.power, at=at)

    def grouped(self, at: datetime) -> None:
        """One cause: two more that asked, four that have not; all are told."""
        cause = desk.open_cause(
            request=self.main,
            title=TITLE,
            requests=self.rows[1:],
            concerned=[client.enterprise for client in self.silent],
            by=self.window,
            at=at,
        )
        words = "北环路线路故障，抢修队已到场，预计当日恢复；恢复前请停用大功率设备。"
        desk.tell_cause(cause=cause, words=words, by=self.power, at=at + timedelta(minutes=10))

    def shared(self, at: datetime) -> None:
        """Two sections help."""
        units = {code: self.world.units[code] for code in ("planning", "investment")}
        made = desk.share(
            request=self.main,
            units=list(units.values()),
            words="请核实受影响企业的用电和损失情况，需要保障电源的列出清单。",
            by=self.power,
            at=at,
        )
        self.parts = dict(zip(units, made, strict=True))
        helper = self.world.people["luoyichuan"]
        desk.take_part(part=self.parts["planning"], by=helper, at=at + timedelta(minutes=20))

    def part_returned(self, at: datetime) -> None:
        """One gives its part back; the dispatcher has not ruled yet."""
        desk.return_part(
            part=self.parts["investment"],
            reason="not_ours",
            words="企业用电和损失不在我部职责内，建议由经发局统计。",
            proposed=self.world.units["economy"],
            by=self.world.people["songyihang"],
            at=at,
        )

    def part_wants_time(self, at: datetime) -> None:
        """The other needs a day longer; the lead has not ruled yet."""
        desk.ask_part_extension(
            part=self.parts["planning"],
            words="三家企业的配电图纸在档案馆，需多一天调阅。",
            until_on=self._day(at, 4),
            by=self.world.people["luoyichuan"],
            at=at,
        )

    def lead_wants_time(self, at: datetime) -> None:
        """A new cable takes longer than promised; a deputy director has not ruled yet."""
        desk.ask_extension(
            request=ServiceRequest.objects.get(pk=self.main.pk),
            words="临时供电今日恢复；更换故障电缆须停电施工，物资三日后到货。",
            until_on=self._day(at, 8),
            by=self.power,
            at=at,
        )

    def what_follows(self, at: datetime) -> None:
        """A claim that follows from it, and a new line that has to wait for it."""
        claim = self._raise(self.asking[1], CLAIM, at, self.asking[1].actor)
        waits = self._raise(self.silent[0], NEW_LINE, at, self.silent[0].actor)
        at += timedelta(minutes=6)
        desk.relate(request=claim, other=self.main, kind="follows", by=self.window, at=at)
        desk.relate(request=self.main, other=waits, kind="blocks", by=self.window, at=at)

    def split(self, at: datetime) -> None:
        """One that holds two matters becomes two."""
        client = self.silent[1]
        whole = self._raise(client, TWO_MATTERS, at, client.actor)
        piece = desk.Piece(words=CANTEEN, kind="INF", unit=self.world.units["planning"])
        at += timedelta(minutes=7)
        desk.split(request=whole, pieces=[piece], title="班车早高峰绕行", by=self.window, at=at)

    def _day(self, at: datetime, days: int) -> date:
        """So many working days on."""
        day = timezone.localdate(at)
        while days:
            day += timedelta(days=1)
            days -= self.world.calendar.is_working_day(day)
        return day


def plant(world: World, end: datetime) -> None:
    """Put the power failure on the queue."""
    Failure(world).plant(end)


def ask_again(park: Park, people: dict[str, Actor], *, at: datetime) -> None:
    """回访 Last month is drawn; the first of them have been asked."""
    window = people["linyue"]
    last = timezone.localdate(at).replace(day=1) - timedelta(days=1)
    desk.draw_follow_ups(park=park, month=last, at=at)
    for row in FollowUp.objects.filter(park=park).order_by("id")[:ASKED]:
        if row.request.round == row.round:
            desk.follow_up(row=row, outcome="solved", channel="phone", words=SAID, by=window, at=at)
