"""大屏 The wall shows what the scores show, and asks for itself again."""

from __future__ import annotations

import re

from .conftest import shown


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_wall_shows_the_figures_of_the_park(client, cast, desk):
    client.force_login(cast.hewei)

    page = shown(client, cast, "wall/")

    assert 'data-theme="dark"' in page
    assert "解决率 50%" in text_of(page)
    assert cast.investment.name in page
    assert 'hx-trigger="every 60s"' in page


def test_asked_again_it_sends_its_figures_only(client, cast, desk):
    client.force_login(cast.hewei)

    part = shown(client, cast, "wall/", **{"HX-Request": "true", "HX-Target": "wall"})

    assert "<html" not in part
    assert "解决率 50%" in text_of(part)


def test_the_wall_asks_a_fixed_number_of_queries(client, cast, desk, django_assert_num_queries):
    client.force_login(cast.hewei)
    shown(client, cast, "wall/")

    with django_assert_num_queries(10):
        shown(client, cast, "wall/")


def test_who_does_not_see_scores_sees_no_wall(client, cast, desk):
    client.force_login(cast.yeting)

    assert client.get(f"/{cast.park.slug}/wall/").status_code == 403
