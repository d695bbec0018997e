"""公开评分 The page that everybody may read, and its switch."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from qianjin.apps.desk import services
from tests.factories.desk import a_resolved_request
from tests.factories.parks import local

AT = local("2026-11-23 09:00")


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def without_token(response):
    """What a page says, without its own address and the keys of its forms."""
    page = re.sub(r'X-CSRFToken[^}]*|value="[^"]{40,}"', "", response.content.decode())
    return re.sub(r"/public/[^/]*/", "", page)


@pytest.fixture
def public(cast, desk):
    """The park has opened its page; twelve more requests of two units stand behind it."""
    for n in range(12):
        request = a_resolved_request(cast, local("2026-11-02 09:00") + timedelta(hours=n))
        if n % 2:
            type(request).objects.filter(pk=request.pk).update(unit=cast.planning)
    services.recount(park=cast.park)
    publish(cast)
    cache.clear()
    return f"/public/{cast.park.slug}/scores/"


def publish(cast, **told):
    told = {"is_open": True, "is_listed": False, "fewest": 5, **told}
    services.publish_scores(park=cast.park, by=cast.acts(cast.admin), at=AT, **told)


def test_it_opens_without_signing_in_and_names_no_enterprise(client, cast, public):
    response = client.get(public)

    page = response.content.decode()
    assert response.status_code == 200
    assert cast.investment.name in page
    assert cast.chenxi.name not in page
    assert cast.other.name not in page
    assert "解决率" in text_of(page)


def test_until_it_is_opened_it_answers_as_a_park_that_is_not_there(client, cast, desk):
    shut = client.get(f"/public/{cast.park.slug}/scores/")
    nowhere = client.get("/public/nowhere/scores/")

    assert shut.status_code == nowhere.status_code == 404
    assert without_token(shut) == without_token(nowhere)


def test_it_may_be_kept_for_minutes_and_is_not_sent_twice(client, public):
    first = client.get(public)

    assert first["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in first.headers
    assert not first.cookies
    again = client.get(public, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content


def test_search_engines_are_asked_to_stay_away_unless_they_may_come(client, cast, public):
    hidden = client.get(public)
    publish(cast, is_listed=True)
    listed = client.get(public)

    assert hidden["X-Robots-Tag"] == "noindex, nofollow"
    assert b'name="robots"' in hidden.content
    assert "X-Robots-Tag" not in listed
    assert b'name="robots"' not in listed.content


def test_whoever_asks_again_within_minutes_makes_nobody_count(
    client, public, django_assert_num_queries
):
    client.get(public)

    # The park, its choice, and the figures kept.
    with django_assert_num_queries(3):
        client.get(public)


def test_it_counts_in_a_fixed_number_of_queries(client, public, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        client.get(public)


def test_the_address_may_say_the_language(client, public):
    page = client.get(f"{public}?lang=en")

    assert "How to read this" in page.content.decode()
    assert page["Content-Language"] == "en"
    assert client.get(f"{public}?lang=../x").status_code == 200


def test_a_form_sent_to_it_is_refused(public):
    assert Client().post(public).status_code == 405


def test_the_administrator_opens_and_shuts_it(client, cast, desk):
    client.force_login(cast.admin)
    form = f"/{cast.park.slug}/settings/public/"
    told = {"is_open": "on", "fewest": "5"}

    opened = client.post(form, {**told, "once": "a"})
    page = client.get(form).content.decode()

    assert opened.status_code == 303
    assert f"/public/{cast.park.slug}/scores/" in page
    client.post(form, {"fewest": "5", "once": "b"})
    assert Client().get(f"/public/{cast.park.slug}/scores/").status_code == 404


@pytest.mark.parametrize("fewest", ["", "4", "viele", "99999999999999999999"])
def test_a_limit_that_is_none_is_said_at_its_field(client, cast, fewest):
    client.force_login(cast.admin)

    answer = client.post(
        f"/{cast.park.slug}/settings/public/", {"fewest": fewest, "is_open": "on", "once": "x"}
    )

    assert answer.status_code == 422
    assert 'id="id_fewest"' in answer.content.decode()


def test_others_do_not_see_the_switch(client, cast):
    client.force_login(cast.hewei)

    assert client.get(f"/{cast.park.slug}/settings/public/").status_code == 403
