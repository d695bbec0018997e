"""Signing in: password, one-time codes, limits, and out again."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client

from qianjin.apps.audit.models import AuditEntry
from tests.factories.accounts import PASSWORD, Cast

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _no_attempts_before(db: None) -> None:
    cache.clear()


def enter(client: Client, login: str, password: str = PASSWORD, **more: str):
    return client.post(LOGIN, {"login": login, "password": password, **more})


def test_name_and_password_open_the_park(cast: Cast) -> None:
    client = Client()

    answer = enter(client, cast.linyue.username)

    assert answer.status_code == 302
    home = client.get("/")
    assert home.status_code == 302
    assert home["Location"] == f"/{cast.park.slug}/"


def test_an_enterprise_is_led_to_its_portal(cast: Cast) -> None:
    client = Client()
    enter(client, cast.chenlan.username)

    assert client.get("/")["Location"] == f"/{cast.park.slug}/portal/"


def test_the_way_back_leads_to_the_page_that_was_asked_for(cast: Cast) -> None:
    client = Client()
    asked = client.get(f"/{cast.park.slug}/people/?q=林")
    back = parse_qs(urlsplit(asked["Location"]).query)["next"][0]

    answer = enter(client, cast.linyue.username, next=back)

    assert answer["Location"] == back
    assert client.get(back).status_code == 200


def test_the_way_back_never_leaves_the_site(cast: Cast) -> None:
    answer = enter(Client(), cast.linyue.username, next="https://elsewhere.example/")

    assert answer["Location"] == "/"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_wrong_password_and_an_unknown_name_read_alike(cast: Cast, language: str) -> None:
    client = Client(headers={"Cookie": f"django_language={language}"})

    wrong = enter(client, cast.linyue.username, "not this one at all")
    unknown = enter(client, "nobody-of-that-name", "not this one at all")

    sentence = {
        "zh-hans": "不匹配",
        "en": "Sign-in name and password do not fit together.",
    }
    said = [page.content.decode() for page in (wrong, unknown)]
    assert all(page.status_code == 200 for page in (wrong, unknown))
    if language == "en":
        assert all(sentence["en"] in page for page in said)
    assert ("Sign-in name" in said[0]) == ("Sign-in name" in said[1])


def test_a_refused_sign_in_leaves_a_trace_without_the_password(cast: Cast) -> None:
    enter(Client(), cast.linyue.username, "not this one at all")

    entry = AuditEntry.objects.get(verb="person.sign_in_failed")
    assert entry.actor_name == cast.linyue.username
    assert "not this one" not in str(entry.detail)


def test_five_wrong_passwords_close_the_door_for_a_while(cast: Cast) -> None:
    client = Client()
    for _attempt in range(5):
        enter(client, cast.linyue.username, "not this one at all")

    right = enter(client, cast.linyue.username)

    assert right.status_code == 200
    assert "_auth_user_id" not in client.session


def test_nobody_opens_an_account_without_an_invitation(cast: Cast) -> None:
    assert Client().get("/accounts/signup/").status_code == 404
    assert Client().post("/accounts/signup/", {"username": "x"}).status_code == 404


def test_an_account_without_a_role_is_told_so(db: None) -> None:
    from tests.factories.accounts import a_person

    client = Client()
    enter(client, a_person("无职").username)

    answer = client.get("/")

    assert answer.status_code == 403


class TestAOneTimeCode:
    @pytest.fixture
    def secret(self, cast: Cast) -> str:
        secret = generate_totp_secret()
        TOTP.activate(cast.linyue, secret)
        return secret

    def code(self, secret: str) -> str:
        counter = next(iter(yield_hotp_counters_from_time()))
        return f"{hotp_value(secret, counter):06d}"

    def test_is_asked_for_after_the_password(self, cast: Cast, secret: str) -> None:
        client = Client()

        answer = enter(client, cast.linyue.username)

        assert answer["Location"].startswith("/accounts/2fa/authenticate/")
        assert client.get(f"/{cast.park.slug}/people/").status_code == 302
        assert client.get(answer["Location"]).status_code == 200

    def test_opens_the_park(self, cast: Cast, secret: str) -> None:
        client = Client()
        enter(client, cast.linyue.username)

        answer = client.post("/accounts/2fa/authenticate/", {"code": self.code(secret)})

        assert answer.status_code == 302
        assert client.get(f"/{cast.park.slug}/people/").status_code == 200

    def test_that_is_wrong_opens_nothing(self, cast: Cast, secret: str) -> None:
        client = Client()
        enter(client, cast.linyue.username)
        wrong = f"{(int(self.code(secret)) + 1) % 1_000_000:06d}"

        client.post("/accounts/2fa/authenticate/", {"code": wrong})

        assert client.get(f"/{cast.park.slug}/people/").status_code == 302

    def test_works_once(self, cast: Cast, secret: str) -> None:
        code = self.code(secret)
        for client in (first := Client(), second := Client()):
            enter(client, cast.linyue.username)
            client.post("/accounts/2fa/authenticate/", {"code": code})

        assert "_auth_user_id" in first.session
        assert "_auth_user_id" not in second.session

    def test_is_set_up_by_whoever_gives_the_password_again(self, cast: Cast) -> None:
        client = Client()
        enter(client, cast.linyue.username)
        asked = client.get("/accounts/2fa/totp/activate/")
        client.post(asked["Location"], {"password": PASSWORD})
        page = client.get("/accounts/2fa/totp/activate/")
        secret = client.session["mfa.totp.secret"]

        answer = client.post("/accounts/2fa/totp/activate/", {"code": self.code(secret)})

        assert page.status_code == 200
        assert answer.status_code == 302
        assert Authenticator.objects.filter(user=cast.linyue, type="totp").exists()


class TestSigningOut:
    def test_takes_a_click_not_a_link(self, cast: Cast) -> None:
        client = Client()
        enter(client, cast.linyue.username)

        client.get("/accounts/logout/")

        assert "_auth_user_id" in client.session

    def test_ends_the_session(self, cast: Cast) -> None:
        client = Client()
        enter(client, cast.linyue.username)

        client.post("/accounts/logout/")

        assert client.get(f"/{cast.park.slug}/people/").status_code == 302
