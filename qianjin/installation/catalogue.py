"""The Chinese catalogue: parts written by hand, merged and compiled when they changed.

Each area keeps its translations in ``qianjin/locale/parts/<area>.po``. Django wants one compiled
``zh_Hans/LC_MESSAGES/django.mo``; it is made in the cache folder, so no compiled file is committed
and no GNU gettext is needed.
"""

from __future__ import annotations

import atexit
import hashlib
import io
import os
import shutil
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from qianjin.installation.folder import data_folder, prepare_folder
from qianjin.installation.words import InstallationError

if TYPE_CHECKING:
    from babel.messages import Catalog, Message

PARTS = Path(__file__).resolve().parents[1] / "locale" / "parts"
LOCALE = "zh_Hans"
DAY_SECONDS = 86_400


class ConflictingTranslations(InstallationError):
    """Two parts translate one sentence differently."""


def ensure_compiled(*, make_folder: bool = True) -> str:
    """
    Return the folder for ``LOCALE_PATHS``, compiled from the parts as they are now.

    Without ``make_folder`` a data folder that is not there, or not ours to write, stays so: who
    only wants to say a sentence gets a folder that goes away with the process.

    :raises ConflictingTranslations: two parts disagree; the sentence names both.
    """
    parts = sorted(PARTS.glob("*.po"))
    facts = [(p.name, s.st_mtime_ns, s.st_size) for p in parts for s in (p.stat(),)]
    mark = hashlib.sha256(repr((str(PARTS), facts)).encode()).hexdigest()[:16]
    shelf = _shelf(make_folder=make_folder)
    ready = shelf / mark
    if not ready.exists():
        _compile(parts, ready)
        _forget_old(shelf, keep=ready)
    return str(ready)


def merged(parts: list[Path]) -> Catalog:
    """Return one catalogue of all parts.

    :raises ConflictingTranslations: two parts disagree on a sentence.
    """
    from babel.messages import Catalog
    from babel.messages.pofile import read_po

    whole = Catalog(locale=LOCALE, charset="utf-8", fuzzy=False)
    origin: dict[tuple[str | None, object], str] = {}
    for part in parts:
        with part.open("rb") as file:
            for message in read_po(file, locale=LOCALE, charset="utf-8", abort_invalid=True):
                if not message.id:
                    continue
                known = whole.get(message.id, message.context)
                if known is None or not words_of(known):
                    whole[message.id] = message
                    origin[message.context, message.id] = part.name
                elif words_of(message) and words_of(known) != words_of(message):
                    raise ConflictingTranslations(
                        f"{part.name} and {origin[message.context, message.id]} "
                        f"translate {message.id!r} differently"
                    )
    return whole


def words_of(message: Message) -> tuple[str, ...]:
    """Return the translation, one text for each plural form; nothing when one is missing."""
    said = message.string
    forms = (said,) if isinstance(said, str) else tuple(said or ())
    return forms if all(forms) else ()


def _compile(parts: list[Path], ready: Path) -> None:
    from babel.messages.mofile import write_mo

    compiled = io.BytesIO()
    write_mo(compiled, merged(parts))
    # Made beside its place and moved in, since web and worker may start at the same moment.
    fresh = Path(tempfile.mkdtemp(dir=ready.parent, prefix=".new-"))
    room = fresh / LOCALE / "LC_MESSAGES"
    room.mkdir(parents=True)
    (room / "django.mo").write_bytes(compiled.getvalue())
    try:
        os.rename(fresh, ready)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)
        if not ready.exists():
            raise


def _shelf(*, make_folder: bool) -> Path:
    folder = data_folder()
    try:
        if not make_folder and not folder.exists():
            return _passing_shelf()
        shelf = prepare_folder(folder) / "cache" / "locale"
        shelf.mkdir(exist_ok=True)
    except (InstallationError, OSError):
        if make_folder:
            raise
        return _passing_shelf()
    return shelf


@cache
def _passing_shelf() -> Path:
    made, me = Path(tempfile.mkdtemp(prefix="qianjin-words-")), os.getpid()

    def remove() -> None:
        if os.getpid() == me:  # a forked child still speaks from it
            shutil.rmtree(made, ignore_errors=True)

    atexit.register(remove)
    return made


def _forget_old(shelf: Path, *, keep: Path) -> None:
    long_ago = time.time() - DAY_SECONDS
    for old in shelf.iterdir():
        if old != keep and old.stat().st_mtime < long_ago:
            shutil.rmtree(old, ignore_errors=True)
