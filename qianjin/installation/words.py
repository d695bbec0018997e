"""The words of the machine room: sentences shown before Django can be loaded.

A sentence is marked with ``N_`` where it is written and translated by ``say`` where it is shown,
from the same catalogue the pages use.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from functools import cache
from typing import Any

LANGUAGES = {"zh": "zh-hans", "en": "en"}


def N_(sentence: str) -> str:
    """Mark ``sentence`` for translation and return it unchanged."""
    return sentence


class InstallationError(Exception):
    """Something on this machine keeps Qianjin from running.

    ``sentence`` says what and what to do, with named placeholders filled from ``params``.
    """

    def __init__(self, sentence: str, **params: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.params: Mapping[str, Any] = params

    def __str__(self) -> str:
        return self.sentence % self.params if self.params else self.sentence

    def said(self) -> str:
        """Return the sentence in the language of this terminal."""
        return say(self.sentence, **self.params)


def terminal_language(environ: Mapping[str, str] = os.environ) -> str:
    """Return ``zh-hans`` or ``en``: what ``QIANJIN_LANGUAGE`` or the locale of the terminal asks.

    A terminal that says nothing gets English, since it may not have a Chinese font.
    """
    for name in ("QIANJIN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "")
        if value:
            return LANGUAGES.get(value[:2].lower(), "en")
    return "en"


def say(sentence: str, **params: Any) -> str:
    """Return ``sentence`` in the terminal's language with its placeholders filled."""
    translated = _catalogue(terminal_language()).gettext(sentence)
    return translated % params if params else translated


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    from qianjin.installation.catalogue import ensure_compiled

    return gettext.translation(
        "django", ensure_compiled(make_folder=False), ["zh_Hans"], fallback=True
    )
