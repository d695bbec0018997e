"""全省规模 140,200 requests, what Zhejiang gathered in 2025, laid down in bulk.

Everything is invented. The rows are what the services would have written, but copied in by the
million; one audit entry says so and carries their number. Due times come from the vectorised
engine, so every clock is right by the calendar.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import Membership
from qianjin.apps.audit import services as audit
from qianjin.apps.desk import services as desk
from qianjin.apps.desk.models import (
    Duty,
    Entry,
    Promise,
    PromiseProfile,
    ServiceRequest,
)
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Park
from qianjin.apps.parks.planning import calendar_of
from qianjin.engines.worktime import Unit
from qianjin.units import credit_code

from .bulk import laid_aside
from .directory import MARK
from .province_rows import (
    STAGES,
    Cast,
    Plan,
    copy_entries,
    copy_promises,
    copy_requests,
    copy_texts,
    next_id,
    raise_counters,
)
from .words import texts

COUNT = 140_200
FIRMS = 2_000
COMMON = "请园区协调。"
TABLES = ("desk_servicerequest", "desk_entry", "desk_promise", "desk_requesttext")
RARE = "磁悬浮主轴"
DAY_US = np.int64(86_400_000_000)


def is_there(park: Park) -> bool:
    """Whether the park already holds a province's requests."""
    return ServiceRequest.objects.filter(park=park).order_by()[COUNT:].exists()


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
    base = {model: next_id(model) for model in (ServiceRequest, Entry, Promise)}
    plans = list(_plans(opened, park, cast, chance))
    with laid_aside(*TABLES):
        copy_requests(park, cast, plans, opened, dues, mets, at, base[ServiceRequest])
        copy_texts(park, plans, base[ServiceRequest])
        copy_entries(park, plans, opened, mets, base)
        copy_promises(park, opened, dues, mets, base)
    raise_counters(park, plans)
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
    desk.recount(park=park)
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ANALYZE {table}")
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
