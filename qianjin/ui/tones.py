"""
The one table from tone to colour.

A *tone* says what a state means for the person who reads it; ``choices.py`` of every app names one
of the six. Which colour, sign and word of caution that is, is decided here and in
``static/ui/tones.css`` (a test holds the two together). Colour never stands alone: a sign or a word
goes with it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tone:
    """
    One tone.

    ``token`` is the name of its strong colour in ``tokens.css`` (``--late``); ``soft`` of its
    ground. ``sign`` is the icon that repeats the meaning without colour. ``lamp`` is its traffic
    light.
    """

    code: str
    token: str
    soft: str
    sign: str
    lamp: str


TONES: dict[str, Tone] = {
    tone.code: tone
    for tone in (
        Tone("waiting", "wait", "wait-soft", "pause", "blue"),
        Tone("active", "tide", "tide-soft", "dot", "green"),
        Tone("done", "done", "done-soft", "check", "green"),
        Tone("at_risk", "soon", "soon-soft", "clock", "yellow"),
        Tone("breached", "late", "late-soft", "warn", "red"),
        Tone("closed", "ink-2", "sunken", "archive", "off"),
    )
}

PLAIN = Tone("plain", "ink-2", "sunken", "", "off")
"""What has no tone: a neutral tag."""

_CLASSES = {code: f"tone-{code.replace('_', '-')}" for code in TONES}


def tone_of(code: object) -> Tone:
    """
    The tone of that code; the plain one for nothing.

    :raises ValueError: the code is not one of the six (a misspelt tone must not pass as a neutral
    one).
    """
    if not code:
        return PLAIN
    try:
        return TONES[str(code)]
    except KeyError:
        known = ", ".join(TONES)
        raise ValueError(f"unknown tone {code!r}: one of {known}, or nothing") from None


def tone_class(code: object) -> str:
    """CSS class of a tone: ``tone-at-risk``; ``tone-plain`` for nothing."""
    if not code:
        return "tone-plain"
    found = _CLASSES.get(str(code))
    return found if found is not None else _refuse(code)


def _refuse(code: object) -> str:
    tone_of(code)
    raise AssertionError("unreachable: tone_of refuses what _CLASSES does not know")
