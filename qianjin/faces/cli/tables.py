"""``qianjin import`` and ``qianjin export``: the tables of a park from and to Excel."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qianjin.faces.cli.options import Data, Language, load_django, speak
from qianjin.installation.words import N_, InstallationError, say, terminal_language

if TYPE_CHECKING:
    from qianjin.apps.accounts.actors import Actor
    from qianjin.apps.parks.models import Park

LEFT_OUT = 3
"""The exit code when some rows were left out; 1 says that nothing was done."""
SHOWN = 20

Slug = Annotated[str, typer.Option("--park", help=say(N_("The park, by its short name.")))]
As = Annotated[
    str | None,
    typer.Option("--as", help=say(N_("Act as this user; without it, as the platform itself."))),
]
Out = Annotated[Path, typer.Argument(help=say(N_("The .xlsx file to write.")))]

import_app = typer.Typer(
    help=say(N_("Take over tables.")), no_args_is_help=True, rich_markup_mode=None
)
export_app = typer.Typer(help=say(N_("Write tables.")), no_args_is_help=True, rich_markup_mode=None)


@import_app.callback()
@export_app.callback()
def family() -> None:
    """Keep the name of the table a word of its own, however few there are."""


@import_app.command("enterprises", help=say(N_("Take a table of enterprises over.")))
def import_enterprises(
    file: Annotated[Path, typer.Argument(help=say(N_("An .xlsx, .xls, .ods or .csv file.")))],
    park: Slug,
    as_user: As = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=say(N_("Only say what would be done.")))
    ] = False,
    errors: Annotated[
        Path | None,
        typer.Option("--errors", help=say(N_("Write the rows left out, with reasons, here."))),
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", help=say(N_("The sheet, when not the first one.")))
    ] = None,
    year: Annotated[
        int | None,
        typer.Option("--year", help=say(N_("The year of figures whose heading names none."))),
    ] = None,
    data: Data = None,
    language: Language = None,
) -> None:
    """Take over what can be taken over, in one transaction, and say what was left out and why."""
    load_django()
    from django.db import transaction
    from django.utils import timezone

    from qianjin.apps.enterprises import selectors, services
    from qianjin.units.spreadsheet.limits import MAX_BYTES, MAX_ROWS

    if errors is not None:
        _refuse_existing(errors)
    with _acting(park, as_user) as (place, actor), transaction.atomic():
        at = timezone.now()
        batch = services.upload(
            park=place,
            data=_content(file, MAX_BYTES),
            file_name=file.name,
            sheet=sheet,
            most_rows=MAX_ROWS,
            by=actor,
            at=at,
        )
        if year is not None:
            batch = services.remap(
                batch=batch,
                by=actor,
                at=at,
                header_row=batch.mapping["header_row"],
                columns=batch.mapping["columns"],
                year=year,
            )
        batch = services.take_over(batch=batch, by=actor, at=at)
        left = _tell(batch, dry_run=dry_run)
        if left and errors is not None:
            with errors.open("xb") as target:
                shutil.copyfileobj(selectors.error_table(actor, batch), target)
            speak(N_("The rows left out stand in %(path)s."), path=errors)
        if dry_run:
            transaction.set_rollback(True)
    if left:
        raise typer.Exit(LEFT_OUT)


@export_app.command("enterprises", help=say(N_("Write the directory of a park.")))
def export_enterprises(
    out: Out,
    park: Slug,
    as_user: As = None,
    data: Data = None,
    language: Language = None,
) -> None:
    """Write every enterprise this user may see; the export leaves its entry in the trail."""
    load_django()
    from django.utils import timezone

    from qianjin.apps.enterprises import selectors, services

    _refuse_existing(out)
    with _acting(park, as_user) as (_place, actor):
        table = services.export_table(by=actor, at=timezone.now(), filters=selectors.Filters())
        _write(table, out)


@export_app.command("requests", help=say(N_("Write the requests of a park.")))
def export_requests(
    out: Out,
    park: Slug,
    tab: Annotated[
        str,
        typer.Option("--tab", help=say(N_("Which of them, as the tabs of the list: all, open."))),
    ] = "all",
    as_user: As = None,
    data: Data = None,
    language: Language = None,
) -> None:
    """Write every request this user may see; the export leaves its entry in the trail."""
    load_django()
    from django.utils import timezone

    from qianjin.apps.desk import selectors, services

    _refuse_existing(out)
    with _acting(park, as_user) as (_place, actor):
        filters = selectors.Filters(tab=tab)
        _write(services.export_table(by=actor, at=timezone.now(), filters=filters), out)


@contextmanager
def _acting(slug: str, username: str | None) -> Iterator[tuple[Park, Actor]]:
    """The park and who acts there, in the language of the terminal; a refusal ends with 1."""
    import zoneinfo

    from django.utils import timezone, translation

    from qianjin.apps.accounts import selectors as accounts
    from qianjin.apps.accounts.actors import Actor
    from qianjin.apps.enterprises.selectors import actor_of
    from qianjin.apps.parks.selectors import park_by_slug
    from qianjin.units.refusals import Missing, Refusal

    with translation.override(terminal_language()):
        try:
            park = park_by_slug(slug)
        except Missing:
            raise InstallationError(N_("There is no park named %(name)s."), name=slug) from None
        with timezone.override(zoneinfo.ZoneInfo(park.time_zone)):
            actor = Actor.clock(park.pk)
            if username is not None:
                try:
                    user = accounts.account_named(username)
                    actor = actor_of(user=user, park=park, on=timezone.localdate())
                except Missing:
                    raise InstallationError(
                        N_("%(name)s has no role in this park."), name=username
                    ) from None
            try:
                yield park, actor
            except Refusal as refusal:
                typer.echo(str(refusal), err=True)
                for problems in getattr(refusal, "fields", {}).values():
                    for problem in problems:
                        typer.echo(str(problem), err=True)
                raise typer.Exit(1) from refusal


def _content(file: Path, most: int) -> bytes:
    try:
        with file.open("rb") as source:
            return source.read(most + 1)
    except OSError as error:
        raise InstallationError(
            N_("%(file)s cannot be read: %(reason)s"), file=file, reason=error.strerror or error
        ) from error


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise InstallationError(N_("%(path)s exists already."), path=path)


def _tell(batch: Any, *, dry_run: bool) -> int:
    """Print what became of the rows and the first reasons; return how many were left out."""
    from qianjin.apps.enterprises import selectors

    became = batch.outcome["became"]
    for note in batch.outcome["notes"]:
        print(note)
    for row in selectors.import_rows(batch, show="left", size=SHOWN).rows:
        for reason in row.judged["why"]:
            print(reason)
    if became["left"] > SHOWN:
        speak(N_("… and %(rest)s more."), rest=became["left"] - SHOWN)
    sentence = N_(
        "%(made)s entered anew, %(changed)s brought up to date, %(unchanged)s already so, "
        "%(joined)s joined to an earlier row, %(left)s left out."
    )
    speak(sentence, **became)
    if dry_run:
        speak(N_("Nothing was changed: this was only a trial."))
    return int(became["left"])


def _write(table: Any, out: Path) -> None:
    with table, out.open("xb") as target:
        shutil.copyfileobj(table, target)
    speak(N_("Written: %(path)s"), path=out)
