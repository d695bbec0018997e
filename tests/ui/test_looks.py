"""What can be measured of the look: nothing runs over, fingers find their mark, no error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qianjin.ui.gallery import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ADDRESSES = ["/ui/", *(f"/ui/pages/{name}/" for name in PAGES)]
RUNS_OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """
[...document.querySelectorAll('main .btn, .tab-bar a, .top-bar .btn, main summary, main .tel')]
  .filter(e => e.offsetParent && !e.matches('.is-small, .is-link, .chart-table > summary'))
  .filter(e => e.getBoundingClientRect().height < 43.5)
  .map(e => e.className + ' ' + e.textContent.trim().slice(0, 20))
"""
NAMELESS = """
[...document.querySelectorAll(
  'a[href], button, summary, input:not([type=hidden]), select, textarea')]
  .filter(e => e.offsetParent)
  .filter(e => !(e.textContent.trim() || e.getAttribute('aria-label') || e.title
    || (e.labels && [...e.labels].some(l => l.textContent.trim()))))
  .map(e => e.outerHTML.slice(0, 90))
"""


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_nothing_runs_over_and_nothing_is_nameless(
    visit: Callable[..., Any], language: str, phone: bool
) -> None:
    page = visit("/ui/", phone=phone, language=language, dark=language == "en")
    for address in ADDRESSES:
        page.goto(address)

        assert page.evaluate(RUNS_OVER) <= 0, address
        assert page.evaluate(NAMELESS) == [], address


@pytest.mark.parametrize("width", [320, 768, 1024, 1920])
def test_the_list_fits_every_width(visit: Callable[..., Any], width: int) -> None:
    page = visit("/ui/pages/requests/")

    page.set_viewport_size({"width": width, "height": 800})

    assert page.evaluate(RUNS_OVER) <= 0


def test_a_finger_finds_its_mark_on_a_phone(visit: Callable[..., Any]) -> None:
    page = visit("/ui/", phone=True)
    for address in ADDRESSES:
        page.goto(address)

        assert page.evaluate(SMALL_TARGETS) == [], address


def test_a_table_becomes_cards_that_name_their_columns(visit: Callable[..., Any]) -> None:
    page = visit("/ui/pages/requests/", phone=True)

    cell = page.locator("tbody td[data-label]").nth(1)

    assert cell.evaluate("e => getComputedStyle(e, '::before').content") == '"企业"'
    assert page.locator("tbody td[data-label='编号']").first.is_hidden()


def test_focus_can_be_seen(visit: Callable[..., Any]) -> None:
    page = visit("/ui/pages/today/")

    for _ in range(6):
        page.keyboard.press("Tab")

    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"


def test_nothing_moves_for_those_who_asked_for_rest(visit: Callable[..., Any]) -> None:
    page = visit("/ui/")
    page.emulate_media(reduced_motion="reduce")

    slow = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e)"
        ".animationDuration) > 0.01 || parseFloat(getComputedStyle(e).transitionDuration) > 0.01)"
        ".length"
    )

    assert slow == 0


def test_a_printed_page_shows_the_matter_and_not_the_frame(visit: Callable[..., Any]) -> None:
    page = visit("/ui/pages/request/")
    page.emulate_media(media="print")

    assert page.locator(".side").is_hidden()
    assert page.locator(".page-actions").is_hidden()
    assert page.locator(".is-internal").first.is_hidden()
    assert page.locator("h1").is_visible()
