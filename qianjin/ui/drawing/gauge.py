"""
The 135 gauge: kept, running and coming promises in one glance.

    ────●────●────○      each promise is a knot; the line before it fills with the time used
        1    3    5

The states differ by shape as well as colour: a tick (kept), a ring (running), a bang (late), a
hollow tick (missed: done, but past its time), two bars (paused), a small ring (coming).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qianjin.ui.drawing.parts import clamp, number, read, text
from qianjin.ui.tones import tone_class
from qianjin.ui.wording import STATE_WORDS

WIDTH, HEIGHT, LEFT, RIGHT, LINE = 84, 30, 3, 77, 11

_TONES = {
    "kept": "tone-done",
    "running": "tone-active",
    "late": "tone-breached",
    "missed": "tone-breached",
    "coming": "tone-plain",
    "paused": "tone-waiting",
}
_SIGNS = {
    "kept": '<path class="g-sign" d="m{a} 11 1.9 1.9 3.4-3.7"/>',
    "running": "",
    "late": '<path class="g-sign" d="M{x} 8v3.6M{x} 14v.1"/>',
    "missed": '<path class="g-sign" d="m{a} 11 1.9 1.9 3.4-3.7"/>',
    "coming": "",
    "paused": '<path class="g-sign" d="M{b} 9v4M{c} 9v4"/>',
}


def stage_tone(stage: Any) -> str:
    """CSS class of a stage: its own tone, or that of its state."""
    own = read(stage, "tone")
    return tone_class(own) if own else _TONES[state_of(stage)]


def state_of(stage: Any) -> str:
    """
    The state of a stage.

    :raises ValueError: it is none of the six.
    """
    state = str(read(stage, "state"))
    if state not in _TONES:
        raise ValueError(f"unknown state of a promise {state!r}: one of {', '.join(_TONES)}")
    return state


def filled(stage: Any) -> float:
    """Share of its line that is filled, 0-100: all once it is over, the time used while it runs."""
    state = state_of(stage)
    if state == "coming":
        return 0.0
    if state in {"kept", "late", "missed"}:
        return 100.0
    return clamp(float(read(stage, "percent", 0) or 0), 0, 100)


def spoken(stages: Sequence[Any]) -> str:
    """The gauge in words, escaped."""
    return "; ".join(
        f"{text(read(s, 'number'))} {text(read(s, 'label'))} {text(STATE_WORDS[state_of(s)])}"
        f" {text(read(s, 'tag'))}".rstrip()
        for s in stages
    )


def _sign(state: str, x: float) -> str:
    drawn = _SIGNS[state]
    if not drawn:
        return ""
    return drawn.format(a=number(x - 2.6), b=number(x - 1.4), c=number(x + 1.4), x=number(x))


def small(stages: Sequence[Any]) -> str:
    """The gauge of a list row, 84 x 30; nothing without stages."""
    if not stages:
        return ""
    span = (RIGHT - LEFT) / len(stages)
    lines: list[str] = []
    knots: list[str] = []
    for index, stage in enumerate(stages):
        state, tone, start = state_of(stage), stage_tone(stage), LEFT + span * index
        x = start + span
        share = filled(stage)
        if share:
            end = number(start + span * share / 100)
            lines.append(f'<path class="g-fill {tone}" d="M{number(start)} {LINE}H{end}"/>')
        sign = _sign(state, x)
        radius = "4.2" if state == "coming" else "5.5"
        knots.append(
            f'<g class="g-{state} {tone}"><circle cx="{number(x)}" cy="{LINE}" r="{radius}"/>'
            f'{sign}<text x="{number(x)}" y="28">{text(read(stage, "number"))}</text></g>'
        )
    return (
        f'<svg class="gauge" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' role="img" aria-label="{spoken(stages)}">'
        f'<path class="g-track" d="M{LEFT} {LINE}H{RIGHT}"/>'
        f"{''.join(lines)}{''.join(knots)}</svg>"
    )
