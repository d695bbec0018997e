"""``qianjin audit verify``: reads the chains of audit entries from their first link."""

from __future__ import annotations

from typing import Annotated

import typer

from qianjin.faces.cli.options import Data, Language, load_django, speak
from qianjin.installation.words import N_, say

PROBLEMS = {
    "altered": N_("Park %(park)s: entry %(seq)s (%(verb)s, %(label)s) was altered."),
    "missing": N_("Park %(park)s: entry %(seq)s is missing."),
    "reordered": N_("Park %(park)s: entry %(seq)s (%(verb)s, %(label)s) stands out of order."),
    "cut off": N_("Park %(park)s: the chain ends before its last entry, %(seq)s."),
}

app = typer.Typer(
    help=say(N_("The record of who did what.")), no_args_is_help=True, rich_markup_mode=None
)


@app.callback()
def family() -> None:
    """Keep ``verify`` a word of its own, however few commands there are."""


@app.command("verify", help=say(N_("Name the first altered, missing or reordered entry.")))
def verify(
    park: Annotated[
        str | None, typer.Option(help=say(N_("Only this park (its short name).")))
    ] = None,
    data: Data = None,
    language: Language = None,
) -> None:
    """Walk every chain; end with exit code 1 when one is not as it was sealed."""
    load_django()
    from qianjin.apps.audit import selectors
    from qianjin.apps.parks.selectors import park_by_slug

    only = park_by_slug(park).pk if park else None
    findings = selectors.verify(only)
    for finding in findings:
        speak(
            PROBLEMS[finding.problem],
            park=finding.park_id,
            seq=finding.seq,
            verb=finding.verb,
            label=finding.object_label,
        )
    if findings:
        raise typer.Exit(1)
    for park_id in [only] if only is not None else selectors.chains():
        length, head = selectors.chain_head(park_id)
        speak(
            N_("Park %(park)s: %(length)s entries, all whole. Head: %(head)s"),
            park=park_id,
            length=length,
            head=head,
        )
