"""No address breaks on what is sent to it, whatever it is: a clear answer, never a 500.

Nothing is listed: every endpoint is asked once by a request that notes which fields it reads;
then each of these is given every hostile value.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any
from urllib.parse import quote

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import HttpResponse, QueryDict

from qianjin.apps.accounts.choices import Role

from .registry import SAID, Endpoint, every_endpoint, in_a_park, said_to
from .test_access import enters, put_away
from .world import MAKERS, World, a_world

pytestmark = pytest.mark.slow

HOSTILE = {
    "nothing": "",
    "a NUL": "%00",
    "invalid UTF-8": "%ff%fe%80",
    "a huge number": "9" * 40,
    "a negative number": "-1",
    "not a number": "NaN",
    "beyond all floats": "1e999",
    "digits of another script": quote("١٢³"),
    "a day that never was": "2026-02-30",
    "a year of five digits": "99999-01-01",
    "SQL": quote("' OR 1=1; --"),
    "a word of JSON": quote('{"a": [1'),
    "base64 of JSON": "eyJ4IjogWzFdfQ==",
    "base64 of nothing": quote("!!!///==="),
    "a rare character": quote("𠮷😀"),
    "half of a pair": "%ed%a0%80",
    "a long text": "a" * 6000,
}
ALONE = ("a NUL", "invalid UTF-8", "a huge number", "base64 of JSON")
"""What each field is given by itself, too: among others, the first bad one may shadow it."""
ALONE_IN_FORMS = ("a NUL", "a huge number")
"""Forms carry no cursors, and what is no UTF-8 reaches their fields as one odd character."""
_keys = itertools.count(1)


def cells(
    names: set[str], alone: Sequence[str], passed: Collection[str] = ()
) -> Iterator[tuple[str, list[str]]]:
    """
    What is sent, and in which of the fields.

    ``passed`` grows while one walks: a page that read past a value in all its fields at once has
    read each of them.
    """
    for what in HOSTILE:
        yield what, sorted(names)
    for what, name in itertools.product(alone, sorted(names) if len(names) > 1 else ()):
        if what not in passed:
            yield what, [name]


class Noting(QueryDict):
    """A form that notes which of its fields somebody asked for."""

    asked: set[str]

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)

    def getlist(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().getlist(key, default)


class broken_nothing:
    """Whatever a request does is taken back."""

    def __enter__(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()

    def __exit__(self, *error: object) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """pytest-django's own name, for a whole module: one transaction, taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(db: None) -> World:
    return a_world()


def a_role_for(endpoint: Endpoint, method: str) -> str:
    order = (Role.GENERAL_AFFAIRS, Role.ENTERPRISE_CONTACT, Role.PARK_ADMIN, *Role.values)
    return next(role for role in order if enters(role, endpoint.classes[method]))


def where(world: World, endpoint: Endpoint, role: str) -> str:
    thing = endpoint.thing and world.thing(endpoint.thing, role, "own")
    return endpoint.address(world.here.park.slug, thing)


def fields_read(client: Any, method: str, address: str) -> set[str]:
    """Which fields of the query (or of the form) an address reads."""
    asked: set[str] = set()

    def noting(request: WSGIRequest) -> Noting:
        made = Noting("", mutable=True)
        made.asked = asked
        for name, value in SAID.items() if method == "POST" else ():
            made[name] = value
        return made

    with pytest.MonkeyPatch.context() as patch:
        if method == "GET":
            patch.setattr(WSGIRequest, "GET", property(noting))
            put_away(client.get(address))
        else:
            patch.setattr(WSGIRequest, "POST", property(noting))
            put_away(client.post(address, {}, headers={"Idempotency-Key": f"n{next(_keys)}"}))
    return asked - {"csrfmiddlewaretoken", "once"}


def described(endpoint: Endpoint) -> set[str]:
    """The query of an operation of the API, as its description names it."""
    from qianjin.faces.api.docs import description

    return {
        parameter["name"]
        for methods in description()["paths"].values()
        for operation in methods.values()
        if f"api:{operation['operationId']}" == endpoint.name
        for parameter in operation["parameters"]
        if parameter["in"] == "query"
    }


READING = [e for e in in_a_park() if "GET" in e.classes]
ACTING = [e for e in in_a_park() if "POST" in e.classes and not e.is_api]


@pytest.mark.parametrize("endpoint", READING, ids=lambda e: e.name)
def test_no_query_breaks_a_page(world: World, endpoint: Endpoint) -> None:
    role = a_role_for(endpoint, "GET")
    client, address = world.client(role), where(world, endpoint, role)
    with broken_nothing():
        names = described(endpoint) if endpoint.is_api else fields_read(client, "GET", address)
    broken, passed = [], set[str]()
    for what, chosen in cells(names, ALONE, passed) if names else ():
        query = "&".join(f"{name}={HOSTILE[what]}" for name in chosen)
        try:
            with broken_nothing():
                answer = client.get(f"{address}?{query}", headers={"HX-Request": "true"})
                put_away(answer)
                code: Any = answer.status_code
                passed |= {what} if code == 200 else set()
        except Exception as error:
            code = f"{type(error).__name__}: {error}"[:90]
        if not isinstance(code, int) or code >= 500:
            broken.append(f"{what} in {chosen}: {code}")

    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("endpoint", ACTING, ids=lambda e: e.name)
def test_no_form_breaks_an_act(world: World, endpoint: Endpoint) -> None:
    role = a_role_for(endpoint, "POST")
    client, address = world.client(role), where(world, endpoint, role)
    with broken_nothing():
        names = fields_read(client, "POST", address)
    good = {name: quote(str(SAID[name])) for name in names if name in SAID}
    broken = []
    for what, chosen in cells(names, ALONE_IN_FORMS):
        bad = {**good, **dict.fromkeys(chosen, HOSTILE[what])}
        body = "&".join(f"{quote(field)}={said}" for field, said in bad.items())
        try:
            with broken_nothing():
                answer = client.post(
                    address,
                    body,
                    content_type="application/x-www-form-urlencoded",
                    headers={"Idempotency-Key": f"b{next(_keys)}", "HX-Request": "true"},
                )
                put_away(answer)
                code: Any = answer.status_code
        except Exception as error:
            code = f"{type(error).__name__}: {error}"[:90]
        if not isinstance(code, int) or code >= 500:
            broken.append(f"{what} in {chosen}: {code}")

    assert not broken, "\n".join(broken)


BODIES = {
    "nothing": b"",
    "half of JSON": b'{"words": "',
    "invalid UTF-8": b'{"words": "\xff\xfe"}',
    "a list": b"[]",
    "a number": b"5",
    "null": b"null",
    "a NUL": b'{"words": "a\\u0000b"}',
    "half of a pair": b'{"words": "\\ud842"}',
    "nested beyond reason": b"[" * 100_000,
    "another field": b'{"words": "x", "surprise": 1}',
    "a huge number": b'{"words": "x", "version": 1e400, "enterprise": 99999999999999999999999}',
    "too many words": b'{"words": "' + b"a" * 6000 + b'"}',
    "NaN": b'{"words": NaN}',
}


@pytest.mark.parametrize(
    "endpoint",
    [e for e in every_endpoint() if e.is_api and "POST" in e.classes],
    ids=lambda e: e.name,
)
def test_no_body_breaks_an_operation(world: World, endpoint: Endpoint) -> None:
    role = a_role_for(endpoint, "POST")
    client, address = world.client(role), where(world, endpoint, role)
    broken = []
    sent = {**BODIES, "what is right": json.dumps(said_to(endpoint)).encode()}
    for what, body in sent.items():
        with broken_nothing():
            answer = client.post(
                address,
                body,
                content_type="application/json",
                headers={"Idempotency-Key": f"j{next(_keys)}"},
            )
            if answer.status_code >= 500:
                broken.append(f"{what}: {answer.status_code}")
            elif answer.status_code >= 400:
                assert _says_why(endpoint, answer)

    assert not broken


def _says_why(endpoint: Endpoint, answer: HttpResponse) -> str:
    """The sentence of a refusal, in the form of its interface; Open311 has errors of its own."""
    if endpoint.name.startswith("open311:"):
        return answer.content.decode()
    return str(answer.json()["error"])


@pytest.mark.parametrize(
    "endpoint", [e for e in in_a_park() if e.thing in MAKERS], ids=lambda e: e.name
)
def test_no_number_in_an_address_breaks_it(world: World, endpoint: Endpoint) -> None:
    method = next(iter(endpoint.classes))
    client = world.client(a_role_for(endpoint, method))
    own = where(world, endpoint, a_role_for(endpoint, method))
    value = str(world.thing(endpoint.thing, a_role_for(endpoint, method), "own"))
    head, _, tail = own.rpartition(f"/{value}")

    for other in ("0", "9" * 40, "-1", "%00", "%ff", "a" * 3000, "..%2f..", quote("𠮷")):
        with broken_nothing():
            answer = client.get(f"{head}/{other}{tail}")

            assert answer.status_code in (302, 303, 400, 404, 405, 410), other
