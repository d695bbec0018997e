"""A city's single sign-on, played by a provider inside the test: no network, the real protocol."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from django.test import Client
from requests.adapters import BaseAdapter

from qianjin.apps.audit.models import AuditEntry
from qianjin.config.sign_on import providers
from qianjin.faces.gate.sign_in import SocialAdapter
from tests.factories.accounts import Cast, a_person

CITY = "https://sso.example.cn"
LOGIN = "/accounts/oidc/sso/login/"
CALLBACK = "/accounts/oidc/sso/login/callback/"


class City(BaseAdapter):
    """What the city answers; the way requests travel is replaced, nothing above it."""

    def __init__(self) -> None:
        super().__init__()
        self.person: dict[str, Any] = {}
        self.token: dict[str, Any] | None = {}
        """What the ID token says beside the usual; None: the city sends none."""
        self.nonce = ""
        self.asked: list[requests.PreparedRequest] = []

    def send(self, request: requests.PreparedRequest, **more: Any) -> requests.Response:
        self.asked.append(request)
        path = urlsplit(str(request.url)).path
        answer = requests.Response()
        answer.status_code, answer.request, answer.url = 200, request, str(request.url)
        found: dict[str, Any] = {
            "/.well-known/openid-configuration": {
                "issuer": CITY,
                "authorization_endpoint": f"{CITY}/authorize",
                "token_endpoint": f"{CITY}/token",
                "userinfo_endpoint": f"{CITY}/userinfo",
                "jwks_uri": f"{CITY}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/token": {"access_token": "of-the-city", "token_type": "Bearer", **self.identity()},
            "/userinfo": self.person,
        }[path]
        answer._content = json.dumps(found).encode()
        answer.headers["Content-Type"] = "application/json"
        return answer

    def identity(self) -> dict[str, str]:
        """The ID token, with the nonce the browser came with."""
        if self.token is None:
            return {}
        now = int(time.time())
        says = {"iss": CITY, "aud": "qianjin", "sub": self.person.get("sub", ""), "iat": now}
        says |= {"exp": now + 300, "nonce": self.nonce} | self.token
        return {"id_token": jwt.encode(says, "a key that nobody looks at, since the way is TLS")}

    def close(self) -> None:
        pass


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch, settings: Any) -> City:
    settings.SOCIALACCOUNT_PROVIDERS = providers(
        {
            "QIANJIN_OIDC_NAME": "城市统一登录",
            "QIANJIN_OIDC_CLIENT_ID": "qianjin",
            "QIANJIN_OIDC_SECRET": "between-us",
            "QIANJIN_OIDC_URL": CITY,
        }
    )
    played = City()

    def session(adapter: SocialAdapter) -> requests.Session:
        made = requests.Session()
        made.mount("https://", played)
        return made

    monkeypatch.setattr(SocialAdapter, "get_requests_session", session)
    return played


def the_way_there(client: Client) -> dict[str, str]:
    """What the browser is sent to the city with."""
    answer = client.get(LOGIN)
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{CITY}/authorize?")
    return {k: v[0] for k, v in parse_qs(urlsplit(answer["Location"]).query).items()}


def come_back(client: Client, city: City, **said: str):
    sent = the_way_there(client)
    city.nonce = sent["nonce"]
    return client.get(CALLBACK, {"code": "a-code", "state": sent["state"], **said})


def is_in(client: Client, cast: Cast) -> bool:
    return client.get(f"/{cast.park.slug}/people/").status_code == 200


def failures() -> list[str]:
    """Whose sign-ins the trail says failed."""
    found = AuditEntry.objects.filter(verb="person.sign_in_failed").order_by("seq")
    return list(found.values_list("actor_name", flat=True))


def verified(address: str, number: str = "330102-7") -> dict[str, Any]:
    return {"sub": number, "email": address, "email_verified": True, "name": "林悦"}


@pytest.fixture
def linyue(cast: Cast) -> Cast:
    cast.linyue.email = "linyue@example.cn"
    cast.linyue.save()
    return cast


def test_the_browser_is_sent_with_a_state_of_its_own(cast: Cast, city: City) -> None:
    first, second = the_way_there(Client()), the_way_there(Client())

    assert first["client_id"] == "qianjin"
    assert set(first["scope"].split()) >= {"openid", "email"}
    assert first["redirect_uri"].endswith(CALLBACK)
    assert first["state"] != second["state"]
    assert len(first["state"]) >= 16


def test_the_code_is_of_use_only_to_the_browser_that_began(linyue: Cast, city: City) -> None:
    city.person = verified("linyue@example.cn")
    client = Client()
    sent = the_way_there(client)

    client.get(CALLBACK, {"code": "a-code", "state": sent["state"]})

    token = next(asked for asked in city.asked if str(asked.url).endswith("/token"))
    proof = parse_qs(str(token.body))["code_verifier"][0]
    digest = hashlib.sha256(proof.encode()).digest()
    assert sent["code_challenge_method"] == "S256"
    assert sent["code_challenge"] == base64.urlsafe_b64encode(digest).decode().rstrip("=")


def test_each_sign_in_has_a_nonce_of_its_own(cast: Cast, city: City) -> None:
    first, second = the_way_there(Client()), the_way_there(Client())

    assert first["nonce"] != second["nonce"]
    assert len(first["nonce"]) >= 32


def test_nobody_chooses_the_nonce_from_outside(cast: Cast, city: City) -> None:
    answer = Client().get(LOGIN, {"auth_params": "nonce=chosen"})

    assert "nonce=chosen" not in answer["Location"]


@pytest.mark.parametrize(
    "token",
    [{"nonce": "of-another-sign-in"}, {"nonce": ""}, {"nonce": None}, {"sub": "330102-8"}, None],
)
def test_an_id_token_of_another_sign_in_or_person_opens_nothing(
    linyue: Cast, city: City, token: dict[str, Any] | None
) -> None:
    city.person, city.token = verified("linyue@example.cn"), token
    client = Client()

    answer = come_back(client, city)

    assert answer.status_code == 401
    assert "统一登录未成功" in answer.content.decode()
    assert not is_in(client, linyue)
    assert failures() == ["linyue@example.cn"]


def test_a_token_for_another_house_or_long_past_opens_nothing(linyue: Cast, city: City) -> None:
    for token in ({"aud": "elsewhere"}, {"iss": "https://elsewhere.cn"}, {"exp": 1_700_000_000}):
        city.person, city.token = verified("linyue@example.cn"), token
        client = Client()

        assert come_back(client, city).status_code == 401
        assert not is_in(client, linyue)


def test_the_word_false_is_no_verified_address(linyue: Cast, city: City) -> None:
    city.person = {**verified("linyue@example.cn"), "email_verified": "false"}
    client = Client()

    come_back(client, city)

    assert not is_in(client, linyue)


def test_without_a_provider_there_is_none() -> None:
    assert providers({}) == {}
    assert providers({"QIANJIN_OIDC_CLIENT_ID": ""})["openid_connect"]["APPS"] == []


def test_a_verified_address_leads_to_its_account(linyue: Cast, city: City) -> None:
    city.person = verified("linyue@example.cn")
    client = Client()

    come_back(client, city)

    assert is_in(client, linyue)
    token = next(asked for asked in city.asked if str(asked.url).endswith("/token"))
    assert "code=a-code" in str(token.body)


def test_afterwards_the_number_counts_and_not_the_address(linyue: Cast, city: City) -> None:
    city.person = verified("linyue@example.cn")
    come_back(Client(), city)
    city.person = verified("moved@example.cn")
    client = Client()

    come_back(client, city)

    assert is_in(client, linyue)


def test_another_number_with_that_address_is_not_let_in_twice(linyue: Cast, city: City) -> None:
    """An address given to a successor must not open the predecessor's account silently."""
    city.person = {**verified("linyue@example.cn"), "email_verified": False}
    client = Client()

    come_back(client, city)

    assert not is_in(client, linyue)


def test_an_address_two_accounts_have_opens_neither(linyue: Cast, city: City) -> None:
    a_person("同址", email="linyue@example.cn")
    city.person = verified("linyue@example.cn")
    client = Client()

    come_back(client, city)

    assert not is_in(client, linyue)


def test_somebody_unknown_gets_no_account(cast: Cast, city: City) -> None:
    city.person = verified("stranger@example.cn")
    client = Client()

    answer = come_back(client, city)

    assert "_auth_user_id" not in client.session
    assert answer.status_code in (200, 302)
    assert failures() == ["stranger@example.cn"]


@pytest.mark.parametrize("state", ["", "made-up"])
def test_a_state_that_was_not_given_out_opens_nothing(linyue: Cast, city: City, state: str) -> None:
    city.person = verified("linyue@example.cn")
    client = Client()
    the_way_there(client)

    answer = client.get(CALLBACK, {"code": "a-code", "state": state})

    assert answer.status_code < 500
    assert not is_in(client, linyue)


def test_a_state_of_another_browser_opens_nothing(linyue: Cast, city: City) -> None:
    city.person = verified("linyue@example.cn")
    stolen = the_way_there(Client())["state"]
    client = Client()

    client.get(CALLBACK, {"code": "a-code", "state": stolen})

    assert not is_in(client, linyue)


def test_the_person_who_turns_back_at_the_city_is_told_so(linyue: Cast, city: City) -> None:
    client = Client()
    sent = the_way_there(client)

    answer = client.get(CALLBACK, {"error": "access_denied", "state": sent["state"]}, follow=True)

    assert answer.status_code == 200
    assert not is_in(client, linyue)


def test_without_a_city_there_is_no_such_door(cast: Cast) -> None:
    assert Client().get(LOGIN).status_code == 404
