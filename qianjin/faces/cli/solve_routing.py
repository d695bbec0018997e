"""``qianjin solve routing FILE``: rounds for a published instance or a park's own form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from qianjin.engines.kernel import Stop
from qianjin.engines.routing import ProblemData, Result, read_instance, read_round, solve
from qianjin.faces.cli.options import Language, unread
from qianjin.installation.words import N_, say

REASONS = {
    "no_skill": N_("%(name)s: nobody has the skills that it asks for."),
    "no_window": N_("%(name)s: nobody works while it is open."),
    "too_long": N_("%(name)s: the way, the visit and the way back are longer than any shift."),
    "too_much": N_("%(name)s: it asks for more than any shift can bear."),
    "crowded_out": N_("%(name)s: what else must be done leaves no room for it."),
}


def routing(
    file: Annotated[
        Path,
        typer.Argument(help=say(N_("A VRPLIB file (.vrp) or a round in the park's form (.json)."))),
    ],
    seconds: Annotated[
        float, typer.Option(min=0.01, max=86400, help=say(N_("How long to search.")))
    ] = 2.0,
    seed: Annotated[
        int, typer.Option(min=0, help=say(N_("Same file, seed and machine: same answer.")))
    ] = 0,
    rounding: Annotated[
        str,
        typer.Option(
            help=say(
                N_(
                    "Of a VRPLIB file: round, trunc, dimacs or exact; by default as the best-known"
                    " costs of its type."
                )
            )
        ),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help=say(N_("Print JSON only.")))] = False,
    language: Language = None,
) -> None:
    """Print the rounds of FILE, their cost, and the bound that is proven."""
    try:
        answer, result, data = _answer(file, Stop(seconds=seconds), seed, rounding)
    except (ValueError, OSError) as error:
        raise unread(file, error) from error
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _tell(answer, result, data)
    if not result.proof.is_possible:
        raise typer.Exit(1)


def _answer(
    file: Path, stop: Stop, seed: int, rounding: str
) -> tuple[dict[str, Any], Result, ProblemData]:
    if file.suffix.lower() == ".json":
        data = read_round(file.read_text("utf-8")).data
        result = solve(data, stop=stop, seed=seed)
        routes: list[Any] = [_round(data, one) for one in result.rounds]
        unit = 1
    else:
        instance = read_instance(file, rounding)
        data, unit = instance.data, instance.cost_unit
        result = solve(data, stop=stop, seed=seed)
        routes = [[instance.nodes[c.visit] for c in one.calls] for one in result.rounds]
    bound = result.proof.bound
    answer = {
        "cost": _in(unit, result.cost.total),
        "routes": routes,
        "feasible": result.proof.is_possible,
        "bound": None if bound is None else _in(unit, bound),
        "left_out": [data.visits[n].name for n in result.left_out],
        "reasons": [{"code": r.code, "visit": r.subject} for r in result.reasons],
    }
    return answer, result, data


def _in(unit: int, amount: int) -> float | int:
    return amount if unit == 1 else amount / unit


def _round(data: ProblemData, one: Any) -> dict[str, Any]:
    return {
        "officer": data.shifts[one.shift].name,
        "begin": _clock(one.begin),
        "end": _clock(one.end),
        "metres": one.distance,
        "visits": [
            {
                "name": data.visits[call.visit].name,
                "arrive": _clock(call.arrive),
                "begin": _clock(call.begin),
                "leave": _clock(call.leave),
            }
            for call in one.calls
        ],
    }


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _tell(answer: dict[str, Any], result: Result, data: ProblemData) -> None:
    for route in answer["routes"]:
        if isinstance(route, dict):
            calls = " → ".join(f"{v['begin']} {v['name']}" for v in route["visits"])
            typer.echo(f"{route['officer']}  {route['begin']}-{route['end']}  {calls}")
        else:
            typer.echo(" ".join(map(str, route)))
    gap = result.proof.gap_percent
    quality = say(N_("no bound")) if gap is None else say(N_("within %(gap)s %%"), gap=gap)
    typer.echo(say(N_("Cost %(cost)s (%(quality)s)."), cost=answer["cost"], quality=quality))
    for reason in result.reasons:
        typer.echo(say(REASONS[reason.code], name=reason.subject))
