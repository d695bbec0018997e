"""Options that several commands share, and the way they reach the settings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from qianjin.installation.words import N_, say


def _choose_data(value: Path | None) -> Path | None:
    if value is not None:
        os.environ["QIANJIN_DATA"] = str(value.expanduser().resolve())
    return value


def _choose_language(value: str | None) -> str | None:
    if value is not None:
        os.environ["QIANJIN_LANGUAGE"] = value
    return value


Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        callback=_choose_data,
        is_eager=True,
        readable=False,  # whoever cannot read it is told so in plain words, not as a usage
        help=say(N_("The data folder (QIANJIN_DATA; usually in your user data directory).")),
    ),
]
Language = Annotated[
    str | None,
    typer.Option(
        "--language",
        callback=_choose_language,
        is_eager=True,
        help=say(N_("The language of what is printed: zh or en.")),
    ),
]


def load_django(role: str = "app") -> None:
    """Load Django with the database role ``app`` or ``owner`` (see docs/operations)."""
    import django

    os.environ["QIANJIN_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qianjin.config.settings")
    django.setup()


def speak(sentence: str, **params: object) -> None:
    """Print a sentence of the machine room in the terminal's language."""
    print(say(sentence, **params), flush=True)


def unread(file: Path, error: OSError | ValueError, told: str = "") -> typer.Exit:
    """Say on the error channel why ``file`` is of no use; what to raise then."""
    if isinstance(error, UnicodeDecodeError):
        told = say(
            N_("%(file)s is no text in UTF-8 (byte %(place)s)."), file=file, place=error.start
        )
    elif isinstance(error, OSError):
        reason, place = error.strerror or str(error), error.filename or file
        told = say(N_("%(file)s cannot be read: %(reason)s"), file=place, reason=reason)
    else:
        told = f"{file}: {told or error}"
    typer.echo(told, err=True)
    return typer.Exit(2)
