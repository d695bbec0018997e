"""``qianjin solve siting``: the best parcels or groups of joined parcels for a need."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from qianjin.engines.kernel import Reason, Status, Stop
from qianjin.engines.siting import Assembly, Sites, solve
from qianjin.engines.siting.columns import parcels_of
from qianjin.engines.siting.layer_file import read_layer
from qianjin.engines.siting.need_file import FIRST_DAY, read_need
from qianjin.faces.cli.options import Language, unread
from qianjin.installation.words import N_, say

REASONS = {
    "best": N_("Proven: of %(amount)s parcels, nothing that keeps all limits is cheaper."),
    "best_apart": N_(
        "Proven: nothing cheaper shares at most %(amount)s %% of the least area with each answer"
        " before."
    ),
    "within": N_("The search ended before the proof: at most %(amount)s %% may be saved."),
    "dearer": N_("By %(amount)s dearer than the answer before (%(subject)s)."),
    "last_ready": N_("%(subject)s is ready last, %(amount)s days after the one before it."),
    "not_dated": N_("%(subject)s has no date (%(amount)s without one)."),
    "holds_together": N_("Without %(subject)s the site falls apart: %(amount)s ㎡ are cut off."),
    "narrow": N_("Narrowest where %(subject)s meet: %(amount)s m of border."),
    "dearest": N_("%(subject)s is the dearest, %(amount)s %% per ㎡ above the whole."),
    "no_area": N_("All parcels to be had make %(amount)s ㎡ together: too little."),
    "not_joined": N_("The largest group of joined parcels to be had has %(amount)s ㎡."),
    "no_match": N_("Of %(amount)s parcels to be had, nothing (more) keeps all limits together."),
    "not_found": N_("The time ended; nothing (more) was found, and nothing is proven."),
}


def siting(
    parcels: Annotated[
        Path, typer.Option(help=say(N_("The layer: .geojson, .topojson or .gpkg.")))
    ],
    need: Annotated[Path, typer.Option(help=say(N_("What is looked for, as YAML.")))],
    top: Annotated[int, typer.Option(min=1, max=100, help=say(N_("How many answers.")))] = 10,
    seconds: Annotated[
        float, typer.Option(min=0.01, max=86400, help=say(N_("How long to search.")))
    ] = 30.0,
    as_json: Annotated[bool, typer.Option("--json", help=say(N_("Print JSON only.")))] = False,
    language: Language = None,
) -> None:
    """Print the best sites for NEED among PARCELS, best first, with proof and reasons."""
    try:
        where = need
        wanted = read_need(need.read_text("utf-8"))
        where = parcels
        layer = read_layer(parcels)
        chosen = parcels_of(layer, wanted)
        stop = Stop(seconds=seconds)
        sites = solve(chosen, wanted.need, stop=stop, clock=time.monotonic, top=top)
    except (ValueError, OSError) as error:
        raise unread(where, error) from error
    if as_json:
        # As the layer has them: whole numbers stay numbers.
        ids = [row[wanted.id_field] for row in layer.rows]
        answer = {"assemblies": [_plain(one, ids) for one in sites.assemblies]}
        typer.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _tell(sites)
    if sites.reason is not None:
        typer.echo(_sentence(sites.reason), err=True)
    if not sites.assemblies:
        raise typer.Exit(1)


def _plain(one: Assembly, ids: list[Any]) -> dict[str, Any]:
    return {
        "ids": [ids[row] for row in one.rows],
        "area": round(one.area, 4),
        "cost": _whole(one.cost),
        "ready": _ready(one),
        "status": "optimal" if one.status is Status.OPTIMAL else "gap",
        "gap": one.gap,
        "reasons": [
            {
                "code": reason.code,
                "subject": reason.subject,
                "amount": _whole(float(reason.amount)),
                "says": _sentence(reason),
            }
            for reason in one.reasons
        ],
    }


def _ready(one: Assembly) -> str | int | None:
    if one.ready is None or one.ready < FIRST_DAY:
        return one.ready
    return date.fromordinal(one.ready).isoformat()


def _whole(amount: float) -> float | int:
    return int(amount) if amount.is_integer() else round(amount, 6)


def _sentence(reason: Reason) -> str:
    amount = float(reason.amount)
    digits = 3 if amount < 10 and not amount.is_integer() else 0
    return say(REASONS[reason.code], subject=reason.subject, amount=f"{amount:.{digits}f}")


def _tell(sites: Sites) -> None:
    for place, one in enumerate(sites.assemblies, start=1):
        ready = "" if one.ready is None else f"  {_ready(one)}"
        mu = one.area * 3 / 2000
        typer.echo(f"{place}. {' '.join(one.ids)}")
        typer.echo(f"   {one.area:,.0f} ㎡ = {mu:,.1f} 亩  {one.cost:,.0f}{ready}")
        for reason in one.reasons:
            typer.echo(f"   {_sentence(reason)}")
