"""Finding anything from the keyboard: the pages visited last, favourites, and forgetting both."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def opened(page: Page):
    """The hits of the palette, opened by its key."""
    page.keyboard.press("Control+k")
    hits = page.locator(".palette-hits")
    expect(hits.locator(".hit").first).to_be_visible()
    return hits


@pytest.mark.parametrize("house", [("desk", "en")], indirect=True, ids="-".join)
def test_the_palette_leads_back_to_what_one_visited_and_keeps(house) -> None:
    yue = house.visitor("linyue")
    yue.goto(f"{house.url}/qianjin/requests/?tab=late")
    yue.goto(f"{house.url}/qianjin/board/")

    hits = opened(yue)
    expect(hits).to_contain_text("Visited last")
    visited = hits.locator("a.hit", has_text="Requests").first
    assert visited.get_attribute("href") == "/qianjin/requests/?tab=late"

    hits.locator("button.hit").click()
    expect(hits).to_contain_text("Favourites")
    yue.goto(f"{house.url}/qianjin/thanks/")
    expect(opened(yue).locator("h3", has_text="Favourites")).to_be_visible()
    yue.keyboard.press("Escape")

    yue.evaluate("document.querySelector('[data-forget-drafts]').requestSubmit()")
    yue.wait_for_url(lambda url: "/qianjin/" not in url)
    assert yue.evaluate("Object.keys(localStorage).filter(k => k.startsWith('recent:'))") == []
