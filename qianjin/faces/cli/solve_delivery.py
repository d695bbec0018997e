"""``qianjin solve delivery FILE``: dates for a published instance or a park's own plan."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from qianjin.engines.delivery import (
    MAKESPAN,
    Calendar,
    Plan,
    Problem,
    ProblemError,
    is_multi_project,
    read_multi_project,
    read_park,
    read_patterson,
    solve,
)
from qianjin.engines.kernel import Reason, Stop
from qianjin.engines.worktime import national_calendar
from qianjin.faces.cli.options import Language, unread
from qianjin.installation.words import N_, say

REASONS = {
    "by_law": N_("%(subject)s: a statutory period forbids it; %(day)s at the earliest."),
    "by_order": N_("%(subject)s: what must come first ends too late; %(day)s at the earliest."),
    "by_calendar": N_("%(subject)s: the fixed day is a day of rest; the next is %(day)s."),
    "by_resource": N_("%(subject)s: asks for %(amount)s at once, which there never is."),
    "by_date": N_("%(subject)s: not before %(day)s."),
    "by_load": N_("%(subject)s: held up by others as far as was searched; planned for %(day)s."),
    "over_limit": N_("%(subject)s: planned to take longer than the %(amount)s days allowed."),
}
_YEARS_BEYOND = 15
_LARGEST_FILE = 50_000_000


def delivery(
    file: Annotated[
        Path,
        typer.Argument(
            help=say(
                N_(
                    "A published instance (Patterson's form or MPLIB text) or a plan in the park's"
                    " form (.yaml, .json)."
                )
            )
        ),
    ],
    seconds: Annotated[
        float, typer.Option(min=0.01, max=86400, help=say(N_("How long to search.")))
    ] = 20.0,
    seed: Annotated[int, typer.Option(min=0, help=say(N_("Where the search begins.")))] = 0,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help=say(N_("How many searches side by side.")))
    ] = 2,
    as_json: Annotated[bool, typer.Option("--json", help=say(N_("Print JSON only.")))] = False,
    language: Language = None,
) -> None:
    """Print the plan of FILE, what it costs, and the bound that is proven."""
    try:
        problem = _read(file)
        plan = solve(
            problem,
            stop=Stop(seconds=seconds),
            clock=time.monotonic,
            seed=seed,
            workers=workers,
        )
    except (ValueError, OSError) as error:
        raise unread(file, error, _told(error)) from error
    if as_json:
        typer.echo(json.dumps(_plain(problem, plan), ensure_ascii=False))
    else:
        _tell(problem, plan)
    for reason in plan.reasons:
        typer.echo(_sentence(reason), err=True)
    if plan.reasons:
        raise typer.Exit(1)


def _read(file: Path) -> Problem:
    if file.stat().st_size > _LARGEST_FILE:
        raise ProblemError(f"more than {_LARGEST_FILE} bytes")
    text = file.read_text("utf-8-sig")
    if file.suffix.lower() in (".yaml", ".yml", ".json"):
        return read_park(text, {"national": _national()})
    return read_multi_project(text) if is_multi_project(text) else read_patterson(text)


def _national() -> Calendar:
    """Working days of the nation; years that no notice has settled are provisional."""
    found = national_calendar()
    first = date(min(found.official_years), 1, 1)
    settled = date(max(found.official_years), 12, 31)
    last = date(settled.year + _YEARS_BEYOND, 12, 31)
    days = [
        day
        for day in range(first.toordinal(), last.toordinal() + 1)
        if found.is_working_day(date.fromordinal(day))
    ]
    return Calendar.of_working_days(
        "national", days, first.toordinal(), last.toordinal(), settled.toordinal()
    )


def _told(error: Exception) -> str:
    reasons = getattr(error, "reasons", ())
    return "; ".join(map(_sentence, reasons)) or str(error)


def _is_published(problem: Problem) -> bool:
    return problem.weights == MAKESPAN and not problem.calendars


def _plain(problem: Problem, plan: Plan) -> dict[str, Any]:
    """The answer; days of a park are dates, and an issued step is apart from its pre-review."""
    cost, bound = plan.cost.total, plan.proof.bound
    answer: dict[str, Any] = {
        "status": str(plan.status),
        "objective": cost,
        "bound": bound,
        "gap": None if bound is None else round((cost - bound) / max(cost, 1), 6),
    }
    if _is_published(problem):
        return answer | {"starts": {name: one.start for name, one in plan.dates.items()}}
    return answer | {
        "starts": {name: _day(one.start) for name, one in plan.dates.items()},
        "ends": {name: _day(one.end) for name, one in plan.dates.items()},
        "reviews": {
            name: [_day(day) for day in one.review]
            for name, one in plan.dates.items()
            if one.review
        },
        "cost": {
            "gap": plan.cost.gap,
            "late": plan.cost.late,
            "finish": plan.cost.finish,
            "moved": plan.cost.moved,
        },
        "projects": [
            {
                "project": one.project,
                "title": _day(one.title),
                "start": _day(one.start),
                "gap": one.gap,
                "government": one.government,
                "enterprise": one.enterprise,
                "finish": _day(one.finish),
            }
            for one in plan.outcomes
        ],
        "provisional": list(plan.provisional),
        "reasons": [
            {"code": one.code, "subject": one.subject, "amount": one.amount, "says": _sentence(one)}
            for one in plan.reasons
        ],
    }


def _day(day: int | None) -> str | None:
    return None if day is None else date.fromordinal(day).isoformat()


def _sentence(reason: Reason) -> str:
    amount = int(reason.amount)
    day = date.fromordinal(amount).isoformat() if amount > 365 else str(amount)
    return say(REASONS[reason.code], subject=reason.subject, amount=amount, day=day)


def _tell(problem: Problem, plan: Plan) -> None:
    is_published = _is_published(problem)
    for name, one in sorted(plan.dates.items(), key=lambda item: item[1].first):
        first, last = str(one.start), str(one.end)
        if not is_published:
            first, last = _from_to(one.start, one.end)
        review = "" if one.review is None else "  ({} … {})".format(*_from_to(*one.review))
        typer.echo(f"{first}  {last}  {name}{review}")
    for outcome in plan.outcomes:
        if outcome.gap is not None:
            typer.echo(
                say(
                    N_("%(project)s: land %(title)s, construction %(start)s, gap %(gap)s days."),
                    project=outcome.project,
                    title=_day(outcome.title),
                    start=_day(outcome.start),
                    gap=outcome.gap,
                )
            )
    gap = plan.proof.gap_percent
    quality = say(N_("no bound")) if gap is None else say(N_("within %(gap)s %%"), gap=gap)
    typer.echo(say(N_("Cost %(cost)s (%(quality)s)."), cost=plan.cost.total, quality=quality))
    if plan.provisional:
        typer.echo(
            say(
                N_("%(count)s dates are provisional: no notice has settled their year."),
                count=len(plan.provisional),
            )
        )


def _from_to(first: int, last: int) -> tuple[str, str]:
    return date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()
