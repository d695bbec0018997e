"""``qianjin solve``: the engines on a file, without database or Django."""

from __future__ import annotations

import typer

from qianjin.faces.cli import (
    solve_delivery,
    solve_routing,
    solve_siting,
    solve_survey,
    solve_worktime,
)
from qianjin.installation.words import N_, say

app = typer.Typer(
    help=say(N_("Solve a file with one of the engines; no installation is needed.")),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def family() -> None:
    """Keep each engine a word of its own, however few there are."""


app.command("worktime", help=say(N_("Due times in working hours, working days, days or months.")))(
    solve_worktime.worktime
)
app.command("routing", help=say(N_("Rounds of visits: who goes where in which order.")))(
    solve_routing.routing
)
app.command("survey", help=say(N_("Parcels of a survey: read, checked and converted.")))(
    solve_survey.survey
)
app.command("siting", help=say(N_("Sites: which joined parcels meet a project's need best.")))(
    solve_siting.siting
)
app.command("delivery", help=say(N_("Delivery plans: from approvals to construction, proven.")))(
    solve_delivery.delivery
)
