"""``qianjin recount``: the tallies behind the scores, counted anew from the requests."""

from __future__ import annotations

from typing import Annotated

import typer

from qianjin.faces.cli.options import Data, Language, load_django, speak
from qianjin.installation.words import N_, say


def recount(
    park: Annotated[
        str | None, typer.Option(help=say(N_("Only this park (its short name).")))
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help=say(N_("Change nothing; only say what differs.")))
    ] = False,
    data: Data = None,
    language: Language = None,
) -> None:
    """Count, and compare with what the acts have added up."""
    load_django()
    from django.db import transaction

    from qianjin.apps.desk import services
    from qianjin.apps.parks import selectors

    differing = 0
    for row in [selectors.park_by_slug(park)] if park else selectors.parks():
        with transaction.atomic():
            many = services.recount(park=row)
            transaction.set_rollback(check)
        differing += many
        speak(N_("Park %(park)s: %(many)s cells of the tallies differ."), park=row.slug, many=many)
    if differing and check:
        raise typer.Exit(1)
