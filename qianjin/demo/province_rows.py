"""全省规模的行 A province's requests, copied into their tables in bulk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from django.db import connection

from qianjin.apps.desk.models import Entry, Promise, ServiceRequest
from qianjin.apps.parks.models import Counter, Park
from qianjin.engines import reading

STAGES = (("respond", 1), ("plan", 3), ("resolve", 5))


@dataclass(frozen=True, slots=True)
class Cast:
    """Who asks and who answers in bulk."""

    firms: list[tuple[int, str]]
    staff: list[tuple[int, str, int]]
    units: dict[str, tuple[int, str]]
    profile: int


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


def next_id(model: Any) -> int:
    last = model.objects.order_by("-id").values_list("id", flat=True).first()
    return (last or 0) + 1


def _utc(moments: Any) -> list[str | None]:
    return [None if np.isnat(m) else f"{m}+00" for m in moments]


def copy_requests(
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


def copy_texts(park: Park, plans: list[Plan], first: int) -> None:
    def rows() -> Iterator[list[Any]]:
        for n, plan in enumerate(plans):
            parts = (plan.number, plan.firm[1], plan.ask, plan.answer, plan.solve)
            words = "\n".join(reading.normalise(part) for part in parts)
            found = sorted({lexeme for part in parts for lexeme in _lexemes(part)})
            quoted = (lexeme.replace("\\", "\\\\").replace("'", "''") for lexeme in found)
            yield [first + n, park.pk, words, " ".join(f"'{lexeme}'" for lexeme in quoted)]

    _copy("desk_requesttext", ("request_id", "park_id", "words", "bigrams"), rows())


def copy_entries(
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


def copy_promises(
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
                    0,
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
            "extended_minutes",
        ),
        rows(),
    )


def raise_counters(park: Park, plans: list[Plan]) -> None:
    highest: dict[str, int] = {}
    for plan in plans:
        highest[plan.day] = max(highest.get(plan.day, 0), plan.serial)
    Counter.objects.bulk_create(
        [Counter(park=park, name="request", period=day, value=v) for day, v in highest.items()],
        update_conflicts=True,
        unique_fields=["park", "name", "period"],
        update_fields=["value"],
    )
