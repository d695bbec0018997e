"""成批交办 Sorting many requests in one act: each for itself, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.parks.models import Unit
from qianjin.units.refusals import Missing, Refusal

from ..selectors.one import get_request_for
from .sorting import triage

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """成批结果 Which requests were sorted, and which were not, with the sentence that says why."""

    done: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


@transaction.atomic
def triage_many(
    *,
    numbers: Iterable[str],
    by: Actor,
    at: datetime,
    kind: str = "",
    level: str = "",
    unit: Unit | None = None,
    officer: User | None = None,
) -> Outcome:
    """
    批量交办 Name unit and officer, and type and level where given, of many requests.

    What is left empty stays as it is with each request. A request that is refused (closed, not
    there, not to be sorted by this person) is named; the others are sorted all the same.
    """
    done: list[str] = []
    refused: list[tuple[str, str]] = []
    # In one order, so that two such acts wait for each other instead of locking crosswise.
    for number in sorted(set(numbers))[:MOST_AT_ONCE]:
        try:
            with transaction.atomic():
                row = get_request_for(by, number)
                triage(
                    request=row,
                    kind=kind or row.kind,
                    subkind="" if kind and kind != row.kind else row.subkind,
                    aim=row.aim,
                    level=level or row.level,
                    unit=unit or row.unit,
                    officer=officer or row.officer,
                    by=by,
                    at=at,
                )
        except Missing:
            refused.append((number, _("There is no such request, or it is not yours to see.")))
        except Refusal as refusal:
            refused.append((number, str(refusal)))
        else:
            done.append(number)
    return Outcome(tuple(done), tuple(refused))
