"""Contrast of every pair of colours, computed; and the one table from tone to colour."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import qianjin.ui
from qianjin.ui.tones import PLAIN, TONES, tone_class, tone_of

CSS = Path(qianjin.ui.__file__).parent / "static/ui/css"
SOURCE = (CSS / "tokens.css").read_text("utf-8")
COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6})")

AA_TEXT = 4.5  # WCAG 2.2, 1.4.3
AA_EDGE = 3.0  # WCAG 2.2, 1.4.11: the outline of a control

GROUNDS = ("paper", "surface", "sunken", "hover")
TONE_COLOURS = ("tide", "late", "soon", "done", "wait")

TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in GROUNDS),
    *((tone, ground) for tone in TONE_COLOURS for ground in GROUNDS),
    *((tone, f"{tone}-soft") for tone in TONE_COLOURS),
    *((ink, f"{tone}-soft") for ink in ("ink", "ink-2") for tone in TONE_COLOURS),
    *(("surface", tone) for tone in TONE_COLOURS),  # a sign on a filled knot, a count on its disc
    ("on-tide", "tide"),
    ("on-tide", "tide-strong"),
    *((ink, ground) for ink in ("deep-ink", "deep-ink-2") for ground in ("deep", "deep-2")),
    *((ink, ground) for ink in ("deep-ink", "deep-ink-2") for ground in ("wave-1", "wave-2")),
    *(
        (ink, ground)
        for ink in ("deep-late", "deep-soon", "deep-tide")
        for ground in ("deep", "deep-2")
    ),
]
EDGE_PAIRS = [
    ("edge", "surface"),
    ("edge", "paper"),
    ("focus", "paper"),
    ("focus", "surface"),
    ("deep-tide", "deep"),
]


def block(opening: str) -> str:
    """The declarations of the rule that opens so."""
    start = SOURCE.index(opening) + len(opening)
    return SOURCE[start : SOURCE.index("}", start)]


LIGHT = dict(COLOUR.findall(block(":root {")))
DARK_CHOSEN = dict(COLOUR.findall(block(':root[data-theme="dark"] {')))
DARK_DEVICE = dict(COLOUR.findall(block(':root:not([data-theme="light"]) {')))
THEMES = {"light": LIGHT, "dark": DARK_CHOSEN}


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids=" on ".join)
def test_text_can_be_read(theme: str, pair: tuple[str, str]) -> None:
    ink, ground = (THEMES[theme][name] for name in pair)

    assert contrast(ink, ground) >= AA_TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", EDGE_PAIRS, ids=" on ".join)
def test_the_outline_of_a_control_can_be_seen(theme: str, pair: tuple[str, str]) -> None:
    edge, ground = (THEMES[theme][name] for name in pair)

    assert contrast(edge, ground) >= AA_EDGE


def test_dark_is_one_whether_chosen_or_the_devices() -> None:
    assert DARK_CHOSEN == DARK_DEVICE


def test_dark_names_every_colour_that_light_names() -> None:
    assert DARK_CHOSEN.keys() == LIGHT.keys()


def test_the_waves_are_drawn_in_the_tokens_colours() -> None:
    for name, theme in (("wave.svg", LIGHT), ("wave-dark.svg", DARK_CHOSEN)):
        drawing = (CSS.parent / name).read_text("utf-8")
        assert {theme["wave-1"], theme["wave-2"]} == set(re.findall(r"#[0-9a-f]{6}", drawing))


@pytest.mark.parametrize("tone", [*TONES.values(), PLAIN], ids=lambda tone: tone.code)
def test_the_table_of_tones_is_the_one_of_the_styles(tone) -> None:  # type: ignore[no-untyped-def]
    name = f"tone-{tone.code.replace('_', '-')}"
    styles = (CSS / "tones.css").read_text("utf-8")

    assert f".{name} {{ --tone: var(--{tone.token});  --tone-soft: var(--{tone.soft}); }}" in styles


def test_a_tone_has_a_class() -> None:
    assert tone_class("at_risk") == "tone-at-risk"
    assert tone_class("") == tone_class(None) == "tone-plain"


def test_a_misspelt_tone_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown tone 'late'"):
        tone_of("late")
    with pytest.raises(ValueError, match="unknown tone"):
        tone_class("At Risk")


def test_no_style_names_a_colour_of_its_own() -> None:
    """Colour comes from the tokens; the mark keeps its own four, and white on the deep menu."""
    allowed = {"#14454e", "#7fd6c9", "#fff", "#000", "#999", "#777"}
    for path in CSS.glob("*.css"):
        if path.name != "tokens.css":
            found = set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s,)])", path.read_text("utf-8")))
            assert found <= allowed, f"{path.name}: {found - allowed}"
