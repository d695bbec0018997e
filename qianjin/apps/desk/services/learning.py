"""分类学习 Learning each night from what the people who sort requests have chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit

from .. import planning
from ..choices import EntryKind
from ..models import Entry, ServiceRequest, TriageModel
from ..selectors.suggesting import latest_models
from ..targets import TriageTarget

SEED = 135
MOST_EXAMPLES = 4000
"""Of so many decisions the latest are learned from: older ones follow duties of the past."""
LEAST_EXAMPLES = 30
"""Fewer teach nothing that holds."""
CORRECTION = 3.0
"""How much a choice counts that went against a suggestion, or against an earlier choice."""
KEPT_VERSIONS = 3


@dataclass(frozen=True, slots=True)
class _Decision:
    """What was chosen for one request in the end, and which of it corrected something."""

    words: str
    chosen: dict[str, str]
    corrected: frozenset[str]


def learn_triage(*, park_id: int, at: datetime) -> list[TriageModel]:
    """
    学习分类 Train the park's classifiers anew when anything was sorted since the last time.

    Returns the models made; none when nothing is new, or too little is known yet.
    """
    last = _last_entry(park_id)
    known = latest_models(park_id)
    if last is None or any(row.last_entry >= last for row in known.values()):
        return []
    decisions = _decisions(park_id)
    made = []
    for target in TriageTarget:
        if row := _train(park_id, target, decisions, known.get(target), last, at):
            made.append(row)
    return made


def _last_entry(park_id: int) -> int | None:
    rows = Entry.objects.filter(park_id=park_id, kind=EntryKind.TRIAGED)
    return rows.order_by("-id").values_list("id", flat=True).first()


def _decisions(park_id: int) -> list[_Decision]:
    """The latest sorted requests with what they were sorted as."""
    entries = (
        Entry.objects.filter(park_id=park_id, kind=EntryKind.TRIAGED)
        .order_by("-id")
        .values_list("request_id", "data")[: 2 * MOST_EXAMPLES]
    )
    corrected: dict[int, set[str]] = {}
    for request_id, data in entries:
        corrected.setdefault(request_id, set()).update(_corrections(data))
    ids = list(corrected)[:MOST_EXAMPLES]
    rows = ServiceRequest.objects.filter(pk__in=ids).order_by("id")
    return [
        _Decision(body, _chosen(kind, subkind, unit, level), frozenset(corrected[pk]))
        for pk, body, kind, subkind, unit, level in rows.values_list(
            "pk", "body", "kind", "subkind", "unit__code", "level"
        )
    ]


def _chosen(kind: str, subkind: str, unit: str | None, level: str) -> dict[str, str]:
    return {
        TriageTarget.KIND: kind,
        TriageTarget.SUBKIND: f"{kind}/{subkind}" if kind and subkind else "",
        TriageTarget.UNIT: unit or "",
        TriageTarget.LEVEL: level,
    }


def _corrections(data: dict[str, Any]) -> set[str]:
    """Which choices of one sorting went against what was suggested or chosen before."""
    before, suggested = data.get("before", {}), data.get("suggested", {})
    found = {
        target
        for target, code in suggested.items()
        if data.get(f"{target}_code", data.get(target)) != code
    }
    for target in (TriageTarget.KIND, TriageTarget.LEVEL):
        if before.get(target) and before[target] != data.get(target):
            found.add(target)
    return found


@transaction.atomic
def _train(
    park_id: int,
    target: TriageTarget,
    decisions: list[_Decision],
    known: TriageModel | None,
    last: int,
    at: datetime,
) -> TriageModel | None:
    fitting = [one for one in decisions if one.chosen[target]]
    if len(fitting) < LEAST_EXAMPLES:
        return None
    corrections = sum(target in one.corrected for one in fitting)
    learned = planning.learn(
        (
            (one.words, one.chosen[target], CORRECTION if target in one.corrected else 1.0)
            for one in fitting
        ),
        seed=SEED,
    )
    if learned is None:
        return None
    row = TriageModel.objects.create(
        park_id=park_id,
        target=target,
        version=known.version + 1 if known else 1,
        trained_at=at,
        last_entry=last,
        examples=len(fitting),
        corrections=corrections,
        top1=learned.top1,
        top3=learned.top3,
        calibration_error=learned.calibration_error,
        packed=learned.packed,
    )
    TriageModel.objects.filter(
        park_id=park_id, target=target, version__lte=row.version - KEPT_VERSIONS
    ).delete()
    audit.record(
        park_id=park_id,
        by=Actor.clock(park_id),
        at=at,
        verb="triage.learn",
        object_kind="triage_model",
        object_id=row.pk,
        object_label=target.value,
        detail={
            "version": row.version,
            "examples": row.examples,
            "corrections": corrections,
            "top1": round(row.top1, 4),
        },
    )
    return row
