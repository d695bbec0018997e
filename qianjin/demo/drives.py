"""专项行动 Two special actions: permits and rooms to resume work, a survey of missing chips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import cycle

from django.utils import timezone

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.drives import services
from qianjin.apps.drives.models import Drive, Question, Resource
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Park

from .directory import Client
from .words import awake

CHIPS = ("MCU", "电源管理", "功率器件", "传感器", "其他")
SHORT: tuple[tuple[int, list[str], str, str], ...] = (
    (12000, ["MCU", "电源管理"], "急，月底前断供", "主控芯片交期由12周延至40周。"),
    (3500, ["功率器件"], "有替代，正在验证", "IGBT缺货，已找到国产替代，正在上车验证。"),
    (0, [], "不缺", ""),
    (800, ["传感器"], "有替代，正在验证", "压力传感器可改型号。"),
    (26000, ["MCU", "功率器件"], "急，月底前断供", "两条产线已减班。"),
    (1500, ["其他"], "不缺", "库存可用到下季度。"),
)
"""What enterprises say in the survey: pieces, kinds, urgency, words; all invented."""


def tell_drives(
    park: Park, people: dict[str, Actor], clients: Sequence[Client], *, at: datetime
) -> None:
    """The survey is nearly done, the permits are being allotted; somebody stands in each state."""
    resume(park, people, clients[:26], at=at)
    survey(park, people, [c for c in clients if _needs_chips(c.enterprise)], at=at)


def _needs_chips(enterprise: Enterprise) -> bool:
    return enterprise.sector in {"auto", "smart"}


def resume(
    park: Park, people: dict[str, Actor], clients: Sequence[Client], *, at: datetime
) -> Drive:
    """复工许可与观察房: a first batch of permits, rooms for three days of return."""
    by, began = people["hewei"], at - timedelta(days=5)
    drive = services.start_drive(
        park=park,
        name="节后复工：第一批开工许可与返岗观察房（演示）",
        words="请填报复工日期、返岗人数和需要的观察房。第一批开工许可按优先级和申请先后发放，观察房按日均分。",
        due_on=timezone.localdate(at) + timedelta(days=2),
        chosen=[client.enterprise for client in clients],
        by=by,
        at=began,
    )
    permit = _ask(drive, by, began, "yes_no", "是否申请第一批开工许可")
    day = _ask(drive, by, began, "date", "员工返岗日期")
    rooms = _ask(drive, by, began, "number", "需要观察房", unit="间")
    staff = _ask(drive, by, began, "number", "返岗人数", unit="人", is_required=False)
    first = timezone.localdate(at) + timedelta(days=3)
    permits = services.add_resource(
        drive=drive,
        name="第一批开工许可",
        unit="张",
        slots=[("第一批", None, 9)],
        order="in_turn",
        is_whole=True,
        by_tier=True,
        asks=permit,
        by=by,
        at=began,
    )
    houses = services.add_resource(
        drive=drive,
        name="返岗观察房",
        unit="间",
        slots=[("人才公寓", first + timedelta(days=n), 12) for n in range(3)],
        asks=rooms,
        asks_day=day,
        by=by,
        at=began,
    )
    services.tell(drive=drive, by=by, at=began + timedelta(hours=1))
    wants = cycle((3, 6, 1, 4, 8, 2))
    for n, client in enumerate(clients[1:19], start=1):
        answers = {
            permit.pk: "yes" if n % 3 else "no",
            day.pk: first + timedelta(days=n % 3),
            rooms.pk: next(wants),
            staff.pk: 20 + 7 * n,
        }
        _answer(drive, client, answers, "", at=began + timedelta(hours=3 * n))
    _allot(drive, permits, houses, clients, people, at)
    return drive


def _allot(
    drive: Drive,
    permits: Resource,
    houses: Resource,
    clients: Sequence[Client],
    people: dict[str, Actor],
    at: datetime,
) -> None:
    """One has a reason to be served first; then the rule; then one gives two rooms back."""
    by, when = people["hewei"], at - timedelta(hours=20)
    needed = drive.targets.get(enterprise=clients[11].enterprise)
    services.set_claim(
        resource=permits, target=needed, wanted=1, rank=1, rank_words="防疫物资保供", by=by, at=when
    )
    for resource in (permits, houses):
        services.allot(resource=resource, by=by, at=when)
    holder = houses.claims.filter(held__gte=2).order_by("pk").first()
    if holder is not None:
        services.give_back(
            resource=houses, target=holder.target, amount=2, by=people["linyue"], at=when
        )
    states = (
        (clients[2], "done", "已开工，现场核查通过。"),
        (clients[3], "done", "已开工，现场核查通过。"),
        (clients[4], "unclear", "请补充员工来源地和返岗车次。"),
        (clients[21], "not_needed", "春节未停工。"),
    )
    for client, state, remark in states:
        target = drive.targets.get(enterprise=client.enterprise)
        services.record(target=target, state=state, remark=remark, by=people["linyue"], at=when)


def survey(
    park: Park, people: dict[str, Actor], clients: Sequence[Client], *, at: datetime
) -> Drive:
    """芯片短缺调查: how many pieces of what, how urgent; no more than a few words each."""
    by, began = people["zhouheng"], at - timedelta(days=9)
    drive = services.start_drive(
        park=park,
        name="芯片短缺调查（演示）",
        words="请填报本季度芯片缺口，园区汇总后统一对接供应商和省市专班。",
        due_on=timezone.localdate(at) - timedelta(days=1),
        chosen=[client.enterprise for client in clients],
        by=by,
        at=began,
    )
    gap = _ask(drive, by, began, "number", "本季度缺口", unit="片")
    kinds = _ask(drive, by, began, "several", "缺哪几类", options=CHIPS, is_required=False)
    urgent = _ask(
        drive,
        by,
        began,
        "choice",
        "紧急程度",
        options=["急，月底前断供", "有替代，正在验证", "不缺"],
    )
    more = _ask(drive, by, began, "text", "型号和具体情况", is_required=False)
    services.tell(drive=drive, by=by, at=began + timedelta(hours=2))
    said = cycle(SHORT)
    for n, client in enumerate(clients[1 : 3 * len(clients) // 4], start=1):
        pieces, which, how, words = next(said)
        answers = {gap.pk: pieces, kinds.pk: which, urgent.pk: how, more.pk: words}
        _answer(drive, client, answers, "", at=began + timedelta(hours=4 * n))
    return drive


def _ask(drive: Drive, by: Actor, at: datetime, kind: str, text: str, **fields: object) -> Question:
    return services.add_question(drive=drive, kind=kind, text=text, by=by, at=at, **fields)  # type: ignore[arg-type]


def _answer(
    drive: Drive, client: Client, answers: Mapping[int, object], words: str, *, at: datetime
) -> None:
    """The enterprise answers by itself."""
    target = drive.targets.get(enterprise=client.enterprise)
    services.answer(
        target=target,
        answers=answers,
        words=words,
        by=client.actor,
        at=awake(at),
    )
