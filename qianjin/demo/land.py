"""地块 The parcel book of the story: invented fields of several villages, and two that are named.

Of 中通二期 and 昌顶 the reports say that their land is being acquired, and no more: their outlines,
areas and villages here are invented like all others, and say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.land import planning, selectors, services
from qianjin.apps.land.models import LowUse, Parcel
from qianjin.apps.land.services import Proposed, Share
from qianjin.apps.parks.models import Park, Unit
from qianjin.journeys.boundary_changed import approve_boundary_change

from .directory import Client
from .land_ground import ZONE, Field, fields

NAMED = {
    (5, 2): ("ZT2-01", "中通二期项目地块（演示界线）"),
    (6, 3): ("CD-01", "昌顶项目地块（演示界线）"),
}
"""Fields that stand for the two projects of the reports: their numbers and names."""
SOURCE = "报道只说“征地拆迁”正在推进；界线、面积、所在村均为演示。"
ENTERED_DAYS, CHANGED_DAYS, RECENT_DAYS = 300, 120, 5
SURVEYED = ((5, 0), (6, 0), (7, 0))
"""Fields that a survey file brings and whose approval still waits."""
LEASED = Decimal("86.5")
STATE_OWNED = ("built", "granted", "listed", "acquired")
"""What has been acquired is the state's; the rest is still the villages'."""


@dataclass(frozen=True, slots=True)
class Told:
    """Who tells: the officer who keeps the book, the head and the deputy director who approve."""

    park: Park
    officer: Actor
    head: Actor
    deputy: Actor
    villages: tuple[Unit, ...]
    at: datetime

    def ago(self, days: float) -> datetime:
        return self.at - timedelta(days=days)


def lay_out(
    park: Park, people: dict[str, Actor], clients: Sequence[Client], *, at: datetime
) -> dict[str, Parcel]:
    """Enter the fields with owners, rights and plans; changes in every state; by number."""
    villages = Unit.objects.filter(park=park, code__startswith="village-").order_by("code")
    told = Told(
        park, people["luoyichuan"], people["gumingzhou"], people["hewei"], tuple(villages), at
    )
    parcels: dict[str, Parcel] = {}
    firms = iter(clients[1:])
    late: list[Field] = []
    for field in fields():
        if (field.column, field.row) in SURVEYED:
            late.append(field)
            continue
        row = _enter(told, field)
        parcels[row.number] = row
        if row.state == "built":
            _used(told, row, next(firms), field)
    _indicators(told, parcels)
    _changes(told, parcels)
    _survey(told, late)
    _low_use(told, parcels)
    return parcels


def number_of(field: Field) -> str:
    """The number of a field: block of rows and place in it, or that of the project."""
    known = NAMED.get((field.column, field.row))
    return known[0] if known else f"QJ-{field.row + 1}{field.column + 1:02d}"


def _enter(told: Told, field: Field) -> Parcel:
    """One field as it stood when the book was begun."""
    place = (field.column, field.row)
    named = NAMED.get(place)
    state = "acquiring" if named else _state(field)
    village = told.villages[(field.row // 2) * 4 + field.column // 2]
    taken = state in ("granted", "built", "listed")
    return services.add_parcel(
        park=told.park,
        shape=field.shape,
        number=number_of(field),
        name=named[1] if named else f"演示地块{field.row + 1}-{field.column + 1}",
        village=village,
        state=state,
        sector="auto" if field.column < 4 else "aviation",
        origin="surveyed" if field.row < 4 else "drawn",
        accuracy_m=Decimal("0.05") if field.row < 4 else Decimal(2),
        use_name="工业用地",
        use_code="1001",
        far_min=Decimal("1.2"),
        far_max=Decimal("2.5"),
        density_max=Decimal(60),
        height_max=Decimal(36 if field.column < 4 else 45),
        green_max=Decimal(15),
        price_per_mu=Decimal(62 + (field.row * 7 + field.column * 3) % 19),
        utilities=_utilities(taken, field),
        power_kva=Decimal(8000) if taken else None,
        frontage_m=Decimal(120) if field.column in (3, 4) or field.row in (2, 3) else None,
        soil="粉砂，围垦地，须软基处理（演示）",
        remark=SOURCE if named else "",
        shares=_shares(told, field, village),
        is_demo=True,
        by=told.head,
        at=told.ago(ENTERED_DAYS),
    )


def _state(field: Field) -> str:
    """The fields by the road are built on; farther away they are acquired, then planned."""
    if field.row < 2:
        return "built" if field.column < 5 else "granted"
    if field.row == 2:
        return "listed" if field.column < 2 else "acquired" if field.column < 5 else "acquiring"
    if field.row == 3:
        return "acquired" if field.column < 2 else "acquiring"
    return "planned" if field.column < 6 else "reserved"


def _shares(told: Told, field: Field, village: Unit) -> list[Share]:
    """Most are their village's; every third is owned by another as well, in odd parts."""
    whole = field.row * 8 + field.column
    basis = "集体土地所有权证（演示）"
    if _state(field) in STATE_OWNED:
        return [Share(Fraction(1), holder="国有（演示）", basis="征收批复（演示）")]
    if whole % 3:
        return [Share(Fraction(1), unit=village, basis=basis)]
    other = told.villages[(whole * 5 + 3) % len(told.villages)]
    if other == village:
        return [Share(Fraction(1), unit=village, basis=basis)]
    parts = (Fraction(3, 7), Fraction(1, 3), Fraction(5, 12))
    part = parts[whole % len(parts)]
    return [
        Share(part, unit=village, basis=basis),
        Share(1 - part, unit=other, basis="飞地分割协议（演示）"),
    ]


def _utilities(taken: bool, field: Field) -> dict[str, Any]:
    there = "there" if taken else "planned"
    found = {name: {"state": there, "note": ""} for name in ("power", "water", "sewer", "road")}
    if taken:
        found["power"]["note"] = "10kV，8000kVA（演示）"
        found["levelled"] = {"state": "there", "note": ""}
    if field.row >= 4:
        found["levelled"] = {"state": "none", "note": ""}
    return found


def _used(told: Told, row: Parcel, client: Client, field: Field) -> None:
    """The enterprise that uses a field; one has not begun to build in time."""
    idle = (field.column, field.row) == (4, 1)
    since = told.ago(900).date()
    services.add_right(
        parcel=row,
        kind="use",
        enterprise=client.enterprise,
        from_on=since,
        until_on=date(since.year + 50, since.month, 1),
        start_by=since + timedelta(days=365),
        started_on=None if idle else since + timedelta(days=240),
        amount_wan=(row.mu * LEASED).quantize(Decimal("0.01")),
        document="出让合同（演示）",
        by=told.officer,
        at=told.ago(280),
    )
    if field.column == 0:
        services.add_right(
            parcel=row, kind="mortgage", holder="某银行（演示）", from_on=told.ago(400).date(),
            amount_wan=Decimal(1200), by=told.officer, at=told.ago(270),
        )  # fmt: skip


def _indicators(told: Told, parcels: dict[str, Parcel]) -> None:
    """标准地: what is listed has its five; the figures are those published for 温岭 and 绍兴."""
    lines = [
        ("investment", "at_least", Decimal(400)),
        ("far", "at_least", Decimal("1.2")),
        ("tax", "at_least", Decimal("32.5")),
        ("productivity", "at_least", Decimal("26.6")),
        ("rnd", "at_least", Decimal("3.72")),
    ]
    for row in parcels.values():
        if row.state == "listed":
            services.set_indicators(parcel=row, indicators=lines, by=told.officer, at=told.ago(60))


def _changes(told: Told, parcels: dict[str, Parcel]) -> None:
    """A split and a new boundary, approved; a merger, rejected; a split that waits."""
    split = services.propose_split(
        parcel=parcels["QJ-508"], side="north", area=parcels["QJ-508"].area_plane / 3,
        reason="北侧预留变电站用地（演示）", by=told.officer, at=told.ago(CHANGED_DAYS),
    )  # fmt: skip
    approve_boundary_change(change=split, by=told.deputy, at=told.ago(CHANGED_DAYS - 2))
    merger = services.propose_merge(
        parcel=parcels["QJ-303"], others=["QJ-304"], number="", name="合并地块（演示）",
        reason="拟整宗挂牌（演示）", by=told.officer, at=told.ago(40),
    )  # fmt: skip
    services.reject_change(
        change=merger, words="两宗征收批复不同，先核对批次（演示）", by=told.head, at=told.ago(38)
    )
    _moved(told, parcels["QJ-601"])
    services.propose_split(
        parcel=parcels["QJ-301"], side="east", area=Decimal(8000),
        reason="东侧约12亩分期供地（演示）", by=told.officer, at=told.ago(2),
    )  # fmt: skip


def _moved(told: Told, row: Parcel) -> None:
    """A drawn boundary was surveyed: its outer corner lies a little farther out."""
    import shapely

    plane = planning.in_plane(planning.geometry_of(row.shape), ZONE)
    outer = shapely.get_coordinates(plane)[:-1]
    west = outer[:, 0].argmin()
    outer[west] += (-4.2, 3.1)
    change = services.propose_change(
        park=told.park,
        kind="boundary",
        before=[Parcel.objects.get(pk=row.pk)],
        after=[
            Proposed(
                planning.in_degrees(shapely.Polygon(outer), ZONE),
                row.number,
                "surveyed",
                {"accuracy_m": Decimal("0.05")},
            )
        ],
        reason="复测界址（演示）",
        by=told.officer,
        at=told.ago(20),
    )
    approve_boundary_change(change=change, by=told.head, at=told.ago(19))


def _survey(told: Told, late: Sequence[Field]) -> None:
    """A survey file of three further fields, proposed; and one with a spike, still looked at."""
    rows = [
        planning.Outgoing(
            number_of(field),
            f"演示地块{field.row + 1}-{field.column + 1}",
            "工业用地",
            "1001",
            None,
            planning.boundary_of(field.shape, ZONE).shape,
        )
        for field in late
    ]
    text = planning.write_survey(
        rows, "txt", ZONE, maker="演示测绘", made_on=told.ago(RECENT_DAYS).date()
    ).content
    sent = services.send_survey(
        park=told.park,
        file=SimpleUploadedFile("围垦北片界址点（演示）.txt", text),
        village=told.villages[2],
        accuracy_m=Decimal("0.05"),
        by=told.officer,
        at=told.ago(RECENT_DAYS),
    )
    services.propose_survey(
        survey=sent,
        version=None,
        places=range(len(rows)),
        reason="北片勘测定界（演示）",
        by=told.officer,
        at=told.ago(RECENT_DAYS - 1),
    )
    services.send_survey(
        park=told.park,
        file=SimpleUploadedFile("东侧待核对（演示）.txt", _spiked(text)),
        by=told.officer,
        at=told.ago(1),
    )


def _spiked(text: bytes) -> bytes:
    """The first field of a file alone, with a point too many and a slip in the stated area."""
    lines = text.decode("gbk").splitlines()
    begin = next(n for n, line in enumerate(lines) if line.endswith("@"))
    end = next((n for n in range(begin + 1, len(lines)) if lines[n].endswith("@")), len(lines))
    rows = lines[begin:end]
    head = rows[0].split(",")
    head[0], head[1], head[2] = str(len(rows)), "9.9999", "QJ-109"
    name, ring, north, east = rows[2].split(",")
    spike = f"{name}-1,{ring},{float(north) + 41.7:.3f},{float(east) + 0.002:.3f}"
    again = f"{name}-2,{ring},{float(north) + 0.001:.3f},{float(east) + 0.003:.3f}"
    made = [*lines[:begin], ",".join(head), *rows[1:3], spike, again, *rows[3:]]
    return "\r\n".join(made).encode("gbk")


def _low_use(told: Told, parcels: dict[str, Parcel]) -> None:
    """What the rule finds is being remedied; a case entered by hand was settled."""
    services.apply_rule(park_id=told.park.pk, at=told.ago(90))
    by_hand = services.enter_low_use(
        parcel=parcels["QJ-102"], reasons=["contract"], by=told.officer, at=told.ago(88),
        words="投资强度未达合同约定（演示）",
    )  # fmt: skip
    people = selectors.remedy_officers(told.head, on=told.at.date())
    for case in LowUse.objects.filter(park=told.park).order_by("pk"):
        services.set_remedy(
            case=case,
            remedy="invest",
            officer=people.filter(pk=told.officer.person_id).first(),
            due_on=(told.at + timedelta(days=150)).date(),
            words="已约谈，报技改方案（演示）",
            by=told.head,
            at=told.ago(80),
        )
        services.report_remedy(
            case=case, words="技改备案已办，设备进场（演示）", by=told.officer, at=told.ago(30)
        )
    services.settle_low_use(
        case=by_hand, remedied=True, words="追加投资到位，现场复核通过（演示）",
        by=told.head, at=told.ago(12),
    )  # fmt: skip
