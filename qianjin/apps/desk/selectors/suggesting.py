"""分类建议 What earlier decisions suggest of a new request; people decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from qianjin.apps.accounts.actors import Actor

from .. import planning, policies
from ..choices import OPEN_STATES
from ..models import ServiceRequest, TriageModel
from ..targets import TriageTarget
from .likeness import ALIKE, Solved, solved_like

LEAST_SURE = 0.15
"""A guess less probable than this is not shown."""
SURELY_SHOWN = 0.99
"""No suggestion claims more."""
FEW_WORDS = 6
"""Shorter texts say nothing."""
SAME_CAUSE_DAYS = 14
COMPARED = 300


@dataclass(frozen=True, slots=True)
class Hint:
    """提示 One suggestion: the code of what might be chosen, how sure in percent, and why."""

    target: str
    code: str
    percent: int
    words: tuple[str, ...]


def latest_models(park_id: int) -> dict[str, TriageModel]:
    """The newest classifier of each target, without its packed weights."""
    rows = (
        TriageModel.objects.filter(park_id=park_id)
        .order_by("target", "-version")
        .distinct("target")
        .defer("packed")
    )
    return {row.target: row for row in rows}


def hints_for(park_id: int, words: str) -> dict[str, list[Hint]]:
    """For each target what is likely, the likeliest first; nothing while nothing was learned."""
    return _hints(latest_models(park_id), words)


def _hints(models: dict[str, TriageModel], words: str) -> dict[str, list[Hint]]:
    if len(words.strip()) < FEW_WORDS:
        return {}
    found = {}
    for target, row in models.items():
        guesses = planning.guesses(row.pk, lambda row=row: _packed(row.pk), words)  # type: ignore[misc]
        hints = [_hint(target, guess) for guess in guesses if guess.probability >= LEAST_SURE]
        if hints:
            found[target] = hints
    _keep_together(found)
    return found


def _packed(pk: int) -> bytes:
    return bytes(TriageModel.objects.values_list("packed", flat=True).get(pk=pk))


def _hint(target: str, guess: planning.Guess) -> Hint:
    percent = round(100 * min(guess.probability, SURELY_SHOWN))
    return Hint(target, guess.label, percent, guess.words)


def _keep_together(found: dict[str, list[Hint]]) -> None:
    """A sub-type is suggested under a type that is suggested too."""
    kinds = {hint.code for hint in found.get(TriageTarget.KIND, ())}
    subkinds = found.pop(TriageTarget.SUBKIND, [])
    fitting = [hint for hint in subkinds if hint.code.partition("/")[0] in kinds]
    if fitting:
        found[TriageTarget.SUBKIND] = fitting


@dataclass(frozen=True, slots=True)
class AlikeElsewhere:
    """邻近相似 An open request of another enterprise that may have the same cause."""

    number: str
    title: str
    enterprise: str
    opened_at: datetime


def alike_elsewhere(
    actor: Actor,
    words: str,
    *,
    at: datetime,
    enterprise_id: int = 0,
    besides: int = 0,
    most: int = 3,
) -> list[AlikeElsewhere]:
    """相近在办 Open requests of other enterprises, of the last fortnight, that say the same."""
    rows = list(
        ServiceRequest.objects.filter(
            policies.visible(actor),
            status__in=OPEN_STATES,
            opened_at__gte=at - timedelta(days=SAME_CAUSE_DAYS),
        )
        .exclude(enterprise_id=enterprise_id)
        .exclude(pk=besides)
        .select_related("enterprise")
        .order_by("-opened_at", "-id")
        .only("number", "title", "body", "opened_at", "enterprise__name")[:COMPARED]
    )
    ranked = planning.alike(words, [f"{row.title} {row.body}" for row in rows])
    return [
        AlikeElsewhere(row.number, row.title, row.enterprise.name, row.opened_at)
        for row in (rows[index] for index, score in ranked[:most] if score >= ALIKE)
    ]


@dataclass(frozen=True, slots=True)
class Suggested:
    """分类参考 Everything the past says of a request, and how often it was right before."""

    hints: dict[str, list[Hint]]
    elsewhere: list[AlikeElsewhere]
    solved: list[Solved]
    examples: int
    right_percent: int

    def __bool__(self) -> bool:
        return bool(self.hints or self.elsewhere or self.solved)


def suggested_for(
    actor: Actor,
    words: str,
    *,
    at: datetime,
    kind: str = "",
    enterprise_id: int = 0,
    besides: int = 0,
) -> Suggested:
    """
    What to look at while one sorts: likely choices, the same cause elsewhere, solved ones.

    Solved requests are looked for under the types that are likely, and under ``kind``.
    """
    models = latest_models(actor.park_id)
    hints = _hints(models, words)
    kinds = {hint.code for hint in hints.get(TriageTarget.KIND, ())} | ({kind} if kind else set())
    measured = models.get(TriageTarget.KIND)
    long_enough = len(words.strip()) >= FEW_WORDS
    return Suggested(
        hints=hints,
        elsewhere=alike_elsewhere(actor, words, at=at, enterprise_id=enterprise_id, besides=besides)
        if long_enough
        else [],
        solved=solved_like(actor, words, kinds=sorted(kinds), besides=besides) if kinds else [],
        examples=measured.examples if measured else 0,
        right_percent=round(100 * measured.top1) if measured else 0,
    )
