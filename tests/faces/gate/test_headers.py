"""What every answer carries, whoever asked for what."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.accounts import Cast, a_role
from tests.factories.parks import a_park

ANSWERS = {
    "the way home": ("/", 302),
    "the sign-in": ("/accounts/login/", 200),
    "the health": ("/healthz", 200),
    "an address that leads nowhere": ("/no/such/page/at/all/", 404),
    "a page": ("/{park}/people/", 200),
    "a refused page": ("/{park}/settings/units/", 403),
    "a thing that is not there": ("/{park}/people/999999999/", 404),
    "the interface for machines": ("/api/v1/{park}/requests", 200),
    "a refusal for machines": ("/api/v1/{park}/requests/2026-0101-999", 404),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_carries_the_headers_that_protect_it(cast: Cast, name: str, signed_in) -> None:
    address, status = ANSWERS[name]
    client = Client() if name.startswith("the sign") else signed_in(cast.linyue)

    answer = client.get(address.format(park=cast.park.slug))

    assert answer.status_code == status
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "microphone=()" in answer["Permissions-Policy"]


def test_cookies_are_out_of_reach_of_scripts(cast: Cast) -> None:
    from tests.factories.accounts import PASSWORD

    client = Client()

    client.post("/accounts/login/", {"login": cast.linyue.username, "password": PASSWORD})

    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"


class TestTheLanguage:
    def test_is_chinese_for_a_stranger(self, db: None) -> None:
        answer = Client().get("/accounts/login/")

        assert answer["Content-Language"] == "zh-hans"
        assert 'lang="zh' in answer.content.decode()

    def test_is_that_of_the_person(self, cast: Cast, signed_in) -> None:
        cast.linyue.language = "en"
        cast.linyue.save()

        assert signed_in(cast.linyue).get(f"/{cast.park.slug}/people/")["Content-Language"] == "en"

    def test_follows_the_switch_here_and_at_the_next_sign_in(self, cast: Cast, signed_in) -> None:
        client = signed_in(cast.linyue)
        where = f"/{cast.park.slug}/people/"

        answer = client.post(f"/{cast.park.slug}/me/language/", {"language": "en", "next": where})

        assert answer.status_code == 302
        assert answer["Location"] == where
        assert client.get(where)["Content-Language"] == "en"
        assert signed_in(cast.linyue).get(where)["Content-Language"] == "en"

    def test_that_nobody_speaks_changes_nothing(self, cast: Cast, signed_in) -> None:
        client = signed_in(cast.linyue)
        client.cookies["django_language"] = "tlh"

        assert client.get(f"/{cast.park.slug}/people/")["Content-Language"] == "zh-hans"


class TestWhoServesSeveralParks:
    def test_comes_back_to_the_park_seen_last(self, cast: Cast, signed_in) -> None:
        other = a_park()
        a_role(cast.linyue, other, "general_affairs")
        client = signed_in(cast.linyue)

        client.get(f"/{other.slug}/people/")

        assert client.get("/")["Location"] == f"/{other.slug}/"

    def test_finds_the_other_park_in_the_menu(self, cast: Cast, signed_in) -> None:
        other = a_park()
        a_role(cast.linyue, other, "general_affairs")

        page = signed_in(cast.linyue).get(f"/{cast.park.slug}/people/").content.decode()

        assert f'href="/{other.slug}/"' in page

    def test_has_in_each_park_the_role_held_there(self, cast: Cast, signed_in) -> None:
        other = a_park()
        a_role(cast.linyue, other, "park_admin")
        client = signed_in(cast.linyue)

        assert client.get(f"/{other.slug}/settings/units/").status_code == 200
        assert client.get(f"/{cast.park.slug}/settings/units/").status_code == 403
