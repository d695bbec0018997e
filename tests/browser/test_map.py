"""The map really draws, a click opens a parcel, an outline finds what lies in it."""

from __future__ import annotations

import io
from datetime import datetime

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from qianjin.apps.accounts.models import User
from qianjin.apps.land import services
from tests.factories.accounts import acting
from tests.factories.land import square

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AT = datetime.fromisoformat("2026-02-13T10:00:00+08:00")
LISTED, LAND, CAME = (112, 181, 130), (241, 239, 232), (12, 107, 102)
"""--map-4 at 72 % over --map-land, that alone, and --map-came."""


def parcels(house, count: int = 4) -> list:
    by = acting(User.objects.get(username="hewei"), house.park, AT.date())
    return [
        services.add_parcel(
            park=house.park,
            shape=square(100 * place, wide=100),
            by=by,
            at=AT,
            number=f"DK-9{place}",
            state="listed",
        )
        for place in range(count)
    ]


def part_of(page: Page, colour: tuple[int, int, int]) -> float:
    """Which part of the map has this colour, more or less."""
    picture = Image.open(io.BytesIO(page.locator("[data-map-ground]").screenshot())).convert("RGB")
    apart = np.abs(np.asarray(picture, int) - colour).max(axis=2)
    return float((apart < 14).mean())


def opened(house, address: str = "/qianjin/map/") -> Page:
    page = house.visitor("hewei")
    house.go(page, address)
    expect(page.locator("[data-map][data-ready]")).to_be_visible()
    page.wait_for_timeout(1500)
    return page


def middle(page: Page) -> tuple[float, float]:
    box = page.locator("[data-map-ground]").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("house", [("desk", "zh"), ("phone", "en")], indirect=True, ids="-".join)
def test_the_map_draws_the_parcels_and_a_click_opens_one(house) -> None:
    parcels(house)

    page = opened(house)

    assert part_of(page, LISTED) > 0.04
    assert part_of(page, LAND) > 0.3
    x, y = middle(page)
    page.mouse.click(x + 20, y)
    expect(page.locator("#map-card")).to_contain_text("DK-92")
    page.locator("[data-map-card-close]").click()
    expect(page.locator("#map-card")).to_be_hidden()
    page.locator("[data-map-go]", has_text="DK-90").click()
    expect(page.locator("#map-card h2")).to_have_text("DK-90")


@pytest.mark.parametrize("house", [("desk", "en")], indirect=True, ids="-".join)
def test_a_drawn_outline_is_measured_and_finds_its_parcels(house) -> None:
    parcels(house)
    page = opened(house)
    x, y = middle(page)

    page.locator("[data-map-tool=area]").click()
    for across, down in ((-30, -30), (-30, 30), (60, 0)):
        page.mouse.click(x + across, y + down)
        page.wait_for_timeout(350)
    expect(page.locator("[data-map-measured]")).to_contain_text("mu")
    page.locator("[data-map-done]").click()

    found = page.locator("#map-found")
    expect(found.locator("h2")).to_have_text("In the outline")
    expect(found).to_contain_text("DK-91")
    expect(found).to_contain_text("DK-92")
    expect(found).not_to_contain_text("DK-90")
    page.keyboard.press("Escape")
    expect(found.locator("h2")).to_have_text("In view")
    expect(found).to_contain_text("DK-90")


@pytest.mark.parametrize("house", [("desk", "zh")], indirect=True, ids="-".join)
def test_what_came_between_two_days_is_drawn_over_the_map(house) -> None:
    parcels(house)
    page = opened(house)

    page.locator(".map-compare-card summary").click()
    page.fill("input[name=earlier]", "2026-01-01")
    page.fill("input[name=later]", "2026-02-13")
    page.locator(".map-compare button").click()

    expect(page.locator("#map-found")).to_contain_text("新增的界线 4 条")
    page.wait_for_timeout(1500)
    assert part_of(page, CAME) > 0.001
    page.locator("[data-map-compared-close]").click()
    expect(page.locator("#map-found h2")).to_have_text("当前视野")
    page.wait_for_timeout(800)
    assert part_of(page, CAME) < 0.0005
