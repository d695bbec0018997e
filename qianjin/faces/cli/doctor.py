"""``qianjin doctor``: says in plain words what is wrong with an installation and what to do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Annotated

import typer

from qianjin.faces.cli.options import Data, Language, load_django, speak
from qianjin.installation import health
from qianjin.installation.folder import data_folder
from qianjin.installation.health import Finding, State
from qianjin.installation.words import N_, say

MARKS: dict[State, str] = {"ok": "✓", "mind": "!", "broken": "✗"}


def doctor(
    data: Data = None,
    port: Annotated[int, typer.Option(help=say(N_("The port of the pages.")))] = 8000,
    as_json: Annotated[
        bool, typer.Option("--json", help=say(N_("Print the findings for a machine.")))
    ] = False,
    language: Language = None,
) -> None:
    """Look at everything; end with exit code 1 when something is broken."""
    findings = list(examine(port))
    if as_json:
        print(json.dumps([_plain(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        _print(findings)
    raise typer.Exit(1 if any(finding.state == "broken" for finding in findings) else 0)


def examine(port: int) -> Iterator[Finding]:
    """Yield every finding, from the machine up to the park."""
    folder = data_folder()
    yield from health.machine()
    yield from health.data(folder)
    if not health.is_ours(folder):
        return  # nobody may look further
    answers = list(health.database(folder))
    yield from answers
    yield from health.pages(folder, port)
    if not any(finding.sentence == N_("PostgreSQL %(version)s answers.") for finding in answers):
        return
    load_django()
    from qianjin.faces.cli import checks

    yield from checks.settings()
    tables = list(checks.tables())
    yield from tables
    if all(finding.state == "ok" for finding in tables):
        for look in (checks.clock, checks.jobs, checks.calendars, checks.audit):
            yield from _one_failing_look_hides_no_other(look)


def _one_failing_look_hides_no_other(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except Exception as error:
        yield Finding(
            "broken",
            N_("The look at “%(name)s” failed: %(reason)s"),
            params={"name": look.__name__, "reason": error},
        )


def _print(findings: list[Finding]) -> None:
    for finding in findings:
        print(f"{MARKS[finding.state]} {say(finding.sentence, **finding.params)}")
        if finding.advice and finding.state != "ok":
            print(f"  → {say(finding.advice, **finding.params)}")
    broken = sum(finding.state == "broken" for finding in findings)
    minded = sum(finding.state == "mind" for finding in findings)
    if broken:
        speak(N_("%(broken)s broken, %(minded)s to mind."), broken=broken, minded=minded)
    elif minded:
        speak(N_("Nothing is broken; %(minded)s to mind."), minded=minded)
    else:
        speak(N_("All is well."))


def _plain(finding: Finding) -> dict[str, str]:
    return {
        "state": finding.state,
        "says": say(finding.sentence, **finding.params),
        "advice": say(finding.advice, **finding.params) if finding.advice else "",
    }
