"""全省规模 140,200 requests, what Zhejiang gathered in 2025, laid down in bulk.

Everything is invented. The rows are what the services would have written, but copied in by the
million; one audit entry says so and carries their number. Due times come from the vectorised
engine, so every clock is right by the calendar.
"""

from __future__ import annotations

import json
from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from django.db import connection

from qianjin.apps.accounts.models import Membership
from qianjin.apps.audit import services as audit
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.desk.models import (
    Duty,
    Entry,
    Promise,
    PromiseProfile,
    RequestText,
    ServiceRequest,
)
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Counter, Park
from qianjin.apps.parks.planning import calendar_of
from qianjin.engines import reading
from qianjin.engines.worktime import Unit
from qianjin.units import credit_code

from .directory import MARK
from .lives import texts

COUNT = 140_200
FIRMS = 2_000
COMMON = "请园区协调。"
RARE = "磁悬浮主轴"
STAGES = (("respond", 1), ("plan", 3), ("resolve", 5))
DAY_US = np.int64(86_400_000_000)


def is_there(park: Park) -> bool:
    """Whether the park already holds a province's requests."""
    return ServiceRequest.objects.filter(park=park).order_by()[COUNT:].exists()


@dataclass(frozen=True, slots=True)
class Cast:
    """Who asks and who answers in bulk."""

    firms: list[tuple[int, str]]
    staff: list[tuple[int, str, int]]
    units: dict[str, tuple[int, str]]
    profile: int


def fill(park: Park, *, at: datetime, seed: int, count: int = COUNT) -> int:
    """Lay down ``count`` requests of the last 365 days with three entries each."""
    chance = np.random.default_rng(seed)
    cast = _cast(park)
    opened = np.sort(
        np.datetime64(at.replace(tzinfo=None), "us")
        - (chance.random(count) ** 1.02 * 364 * DAY_US + DAY_US // 24).astype("timedelta64[us]")
    )
    calendar = calendar_of(park)
    dues = [
        calendar.due_many(opened, np.full(count, days), Unit.WORKING_DAYS) for _s, days in STAGES
    ]
    now = np.datetime64(at.replace(tzinfo=None), "us")
    mets = _met(opened, dues, now, chance)
    base = {model: _next_id(model) for model in (ServiceRequest, Entry, Promise)}
    plans = list(_plans(opened, park, cast, chance))
    _copy_requests(park, cast, plans, opened, dues, mets, at, base[ServiceRequest])
    _copy_texts(park, plans, base[ServiceRequest])
    _copy_entries(park, plans, opened, mets, base)
    _copy_promises(park, opened, dues, mets, base)
    _raise_counters(park, plans)
    audit.record(
        park_id=park.pk,
        by=Actor.clock(park.pk),
        at=at,
        verb="request.bulk",
        object_kind="park",
        object_id=park.pk,
        object_label=park.name_zh,
        detail={"count": count, "seed": seed},
    )
    with connection.cursor() as cursor:
        for table in ("servicerequest", "entry", "promise", "requesttext"):
            cursor.execute(f"ANALYZE desk_{table}")
    return count


def _met(opened: Any, dues: list[Any], now: Any, chance: np.random.Generator) -> list[Any]:
    """When each stage was kept: mostly early, one in fifty late, those after now not yet."""
    met, before = [], opened
    for due in dues:
        share = chance.beta(2, 3, len(opened))
        share = np.where(chance.random(len(opened)) < 0.02, 1 + chance.random(len(opened)), share)
        moment = opened + ((due - opened).astype(np.int64) * share).astype("timedelta64[us]")
        moment = np.maximum(moment, before + np.timedelta64(60, "s"))
        met.append(np.where(moment < now, moment, np.datetime64("NaT")))
        before = moment
    return met


def _cast(park: Park) -> Cast:
    first = Enterprise.objects.filter(park=park).count() + 1
    Enterprise.objects.bulk_create(
        [
            Enterprise(
                park=park,
                name=f"全省样本企业{n:04d}{MARK}",
                short_name=f"样本{n:04d}{MARK}",
                name_key=f"全省样本{n:04d}",
                credit_code=credit_code.make(90_000 + n),
                is_demo=True,
                search_text=f"全省样本企业{n:04d}",
            )
            for n in range(first, first + FIRMS)
        ],
        batch_size=1000,
    )
    members = Membership.objects.filter(park=park, unit__isnull=False).select_related("user")
    return Cast(
        firms=list(Enterprise.objects.filter(park=park).values_list("pk", "short_name")),
        staff=[(m.user_id, m.user.name, m.unit_id or 0) for m in members],
        units={d.kind: (d.unit_id, d.aim) for d in Duty.objects.filter(park=park)},
        profile=PromiseProfile.objects.get(park=park, code="qj_135_default").pk,
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """What one bulk request says, who asks and who answers."""

    number: str
    day: str
    serial: int
    kind: str
    subkind: str
    firm: tuple[int, str]
    officer: tuple[int, str, int]
    unit: int
    aim: str
    ask: str
    answer: str
    solve: str


def _plans(opened: Any, park: Park, cast: Cast, chance: np.random.Generator) -> Iterator[Plan]:
    kinds = [kind for kind in texts() if kind.isupper()]
    count = len(opened)
    picks = chance.integers(0, 1 << 30, (count, 6))
    common = chance.random(count) < 100_000 / COUNT
    rare = set(chance.choice(count, 10, replace=False).tolist())
    serials: Tally[str] = Tally()
    local = (opened + np.timedelta64(8, "h")).astype("datetime64[D]").astype(str)
    by_unit: dict[int, list[tuple[int, str, int]]] = {}
    for person in cast.staff:
        by_unit.setdefault(person[2], []).append(person)
    for n in range(count):
        a, b, c, d, e, f = (int(value) for value in picks[n])
        kind = kinds[a % len(kinds)]
        words = texts()[kind][b % len(texts()[kind])]
        filling = {
            "place": texts()["places"][c % len(texts()["places"])],
            "day": texts()["days"][d % len(texts()["days"])],
            "n": str(10 + c % 490),
        }
        unit, aim = cast.units[kind]
        people = by_unit.get(unit) or cast.staff
        day = local[n].replace("-", "")
        serials[day] += 1
        ask = words["ask"].format(**filling) + (COMMON if common[n] else "")
        yield Plan(
            number=f"{day[:4]}-{day[4:]}-{serials[day] + 100:03d}",
            day=day,
            serial=serials[day] + 100,
            kind=kind,
            subkind=words["sub"],
            firm=cast.firms[e % len(cast.firms)],
            officer=people[f % len(people)],
            unit=unit,
            aim=aim,
            ask=ask + (f"涉及{RARE}。" if n in rare else ""),
            answer=words["plan"].format(**filling),
            solve=words["solve"].format(**filling),
        )


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with connection.cursor() as cursor:
        names = ", ".join(columns)
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        if "id" in columns:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"
                f" (SELECT max(id) FROM {table}))"
            )


def _next_id(model: Any) -> int:
    last = model.objects.order_by("-id").values_list("id", flat=True).first()
    return (last or 0) + 1


def _utc(moments: Any) -> list[str | None]:
    return [None if np.isnat(m) else f"{m}+00" for m in moments]


def _copy_requests(
    park: Park,
    cast: Cast,
    plans: list[Plan],
    opened: Any,
    dues: list[Any],
    mets: list[Any],
    at: datetime,
    first: int,
) -> None:
    opens, solved = _utc(opened), _utc(mets[2])
    due_text = [_utc(due) for due in dues]
    done = [~np.isnat(met) for met in mets]
    old = opened < np.datetime64((at - timedelta(days=20)).replace(tzinfo=None), "us")
    warn = [_utc(due - np.timedelta64(9, "h")) for due in dues]

    def rows() -> Iterator[list[Any]]:
        for n, plan in enumerate(plans):
            stage = next((k for k in range(3) if not done[k][n]), None)
            status = (
                ("closed" if old[n] else "resolved")
                if stage is None
                else ("submitted", "accepted", "in_progress")[stage]
            )
            yield [
                first + n,
                park.pk,
                plan.number,
                plan.firm[0],
                plan.ask[:40],
                plan.ask,
                "",
                "portal",
                plan.kind,
                plan.subkind,
                plan.aim,
                "ordinary",
                status,
                plan.unit,
                plan.officer[0],
                plan.officer[0],
                cast.profile,
                opens[n],
                1,
                STAGES[stage][0] if stage is not None else "",
                due_text[stage][n] if stage is not None else None,
                warn[stage][n] if stage is not None else None,
                "",
                "",
                solved[n] if stage is None else None,
                solved[n] if status == "closed" else None,
                5 - (n % 13 == 0) - 2 * (n % 47 == 0) if status == "closed" else None,
                park.calendar_version,
                "",
                4,
            ]

    _copy(
        "desk_servicerequest",
        (
            "id",
            "park_id",
            "number",
            "enterprise_id",
            "title",
            "body",
            "place",
            "source",
            "kind",
            "subkind",
            "aim",
            "level",
            "status",
            "unit_id",
            "officer_id",
            "first_contact_id",
            "profile_id",
            "opened_at",
            "round",
            "next_stage",
            "next_due_at",
            "warn_at",
            "resume_status",
            "milestone",
            "resolved_at",
            "closed_at",
            "score",
            "calendar_version",
            "sender_key",
            "version",
        ),
        rows(),
    )


@lru_cache(maxsize=4096)
def _lexemes(text: str) -> tuple[str, ...]:
    return tuple(reading.bigrams(text))


def _copy_texts(park: Park, plans: list[Plan], first: int) -> None:
    def rows() -> Iterator[list[Any]]:
        for n, plan in enumerate(plans):
            parts = (plan.number, plan.firm[1], plan.ask, plan.answer, plan.solve)
            words = "\n".join(reading.normalise(part) for part in parts)
            found = sorted({lexeme for part in parts for lexeme in _lexemes(part)})
            quoted = (lexeme.replace("\\", "\\\\").replace("'", "''") for lexeme in found)
            yield [first + n, park.pk, words, " ".join(f"'{lexeme}'" for lexeme in quoted)]

    _copy(RequestText._meta.db_table, ("request_id", "park_id", "words", "bigrams"), rows())


def _copy_entries(
    park: Park, plans: list[Plan], opened: Any, mets: list[Any], base: dict[Any, int]
) -> None:
    opens, replied, solved = _utc(opened), _utc(mets[1]), _utc(mets[2])
    portal, empty = json.dumps({"source": "portal"}), "{}"

    def rows() -> Iterator[list[Any]]:
        pk = base[Entry]
        for n, plan in enumerate(plans):
            request = base[ServiceRequest] + n
            steps = (
                (opens[n], "raised", "enterprise", None, plan.firm[1], plan.ask, portal, 1),
                (
                    replied[n],
                    "plan",
                    "office",
                    plan.officer[0],
                    plan.officer[1],
                    plan.answer,
                    empty,
                    3,
                ),
                (
                    solved[n],
                    "resolved",
                    "office",
                    plan.officer[0],
                    plan.officer[1],
                    plan.solve,
                    empty,
                    4,
                ),
            )
            for moment, kind, side, by, name, text, data, version in steps:
                if moment is not None:
                    yield [
                        pk,
                        park.pk,
                        request,
                        moment,
                        kind,
                        side,
                        by,
                        name,
                        text,
                        data,
                        False,
                        version,
                    ]
                    pk += 1

    _copy(
        "desk_entry",
        (
            "id",
            "park_id",
            "request_id",
            "at",
            "kind",
            "side",
            "by_id",
            "by_name",
            "text",
            "data",
            "is_internal",
            "version",
        ),
        rows(),
    )


def _copy_promises(
    park: Park, opened: Any, dues: list[Any], mets: list[Any], base: dict[Any, int]
) -> None:
    opens = _utc(opened)
    columns = [
        (_utc(due), _utc(due - np.timedelta64(9, "h")), _utc(met))
        for due, met in zip(dues, mets, strict=True)
    ]

    def rows() -> Iterator[list[Any]]:
        pk = base[Promise]
        for n in range(len(opens)):
            for position, (stage, days) in enumerate(STAGES):
                due, warn, met = columns[position]
                yield [
                    pk,
                    park.pk,
                    base[ServiceRequest] + n,
                    1,
                    position,
                    stage,
                    days,
                    "wd",
                    opens[n],
                    due[n],
                    warn[n],
                    0,
                    met[n],
                    False,
                ]
                pk += 1

    _copy(
        "desk_promise",
        (
            "id",
            "park_id",
            "request_id",
            "round",
            "position",
            "stage",
            "amount",
            "unit",
            "start_at",
            "due_at",
            "warn_at",
            "paused_minutes",
            "met_at",
            "is_provisional",
        ),
        rows(),
    )


def _raise_counters(park: Park, plans: list[Plan]) -> None:
    highest: dict[str, int] = {}
    for plan in plans:
        highest[plan.day] = max(highest.get(plan.day, 0), plan.serial)
    Counter.objects.bulk_create(
        [Counter(park=park, name="request", period=day, value=v) for day, v in highest.items()],
        update_conflicts=True,
        unique_fields=["park", "name", "period"],
        update_fields=["value"],
    )
