"""Role x endpoint x whose thing, generated from the table of rights and the URL tree.

Nothing is listed here: an endpoint that is added is walked, a right that is granted or withdrawn
changes what is expected. What somebody may not see must answer exactly as what is not there.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from qianjin.apps.accounts.choices import Capability, Role
from qianjin.apps.accounts.grants import GRANTS, scope_of
from qianjin.faces.gate.access import ANYONE, LIBRARY_VIEWS, SIGNED_IN, Access

from . import (
    channel_things,
    clearing_things,
    delivery_things,
    desk_things,
    drive_things,
    investment_things,
    land_things,
    makers,
    map_things,
    prospect_things,
    subsidy_things,
    visit_things,
)
from .reaches import NARROWER, WIDER
from .registry import Endpoint, every_endpoint, in_a_park, library_access, said_to
from .watching import Watch, learn_the_sizes, undone
from .world import MAKERS, MISSING, OTHER_PARK, RELATIONS, World, a_world, covers

pytestmark = pytest.mark.slow

assert MAKERS.keys() >= (
    visit_things.NAMES
    | makers.NAMES
    | channel_things.NAMES
    | desk_things.NAMES
    | drive_things.NAMES
    | clearing_things.NAMES
    | delivery_things.NAMES
    | investment_things.NAMES
    | land_things.NAMES
    | map_things.NAMES
    | prospect_things.NAMES
    | subsidy_things.NAMES
)
ENDPOINTS = in_a_park()
WITH_THING = [e for e in ENDPOINTS if e.thing]
WITHOUT = [e for e in ENDPOINTS if not e.thing]
_keys = itertools.count(1)


def walkers() -> list[str]:
    """Every role, but of roles that may do exactly the same only the first."""
    seen: list[Any] = []
    found = []
    for role in Role.values:
        if dict(GRANTS[role]) not in seen:
            seen.append(dict(GRANTS[role]))
            found.append(role)
    return found


WALKERS = walkers()


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """pytest-django's own name, for a whole module: one transaction, taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(db: None) -> World:
    """One world for all cells; each cell is taken back."""
    built = a_world()
    built.make_everything({e.thing for e in WITH_THING} & MAKERS.keys(), WALKERS)
    for role in Role.values:
        built.client(role)
    learn_the_sizes()
    return built


@pytest.fixture(scope="module")
def watch(world: World) -> Watch:
    """The tables as the world stands in them; every cell is taken back."""
    return Watch()


# ------------------------------------------------------------------ every endpoint is known


def test_every_endpoint_of_ours_is_classified() -> None:
    unclassified = [
        endpoint.name
        for endpoint in every_endpoint()
        if endpoint.is_ours and not endpoint.classes and library_access(endpoint) is None
    ]

    assert not unclassified


def test_every_right_asked_for_is_in_the_table() -> None:
    known = {ANYONE, SIGNED_IN, *Capability.values}
    unknown = {
        endpoint.name
        for endpoint in every_endpoint()
        for access in endpoint.classes.values()
        if access.capability not in known
    }

    assert not unknown
    assert set(LIBRARY_VIEWS.values()) <= {ANYONE, SIGNED_IN}


def test_every_kind_of_thing_can_be_made() -> None:
    unknown = {e.thing for e in every_endpoint() if e.thing} - MAKERS.keys()

    assert not unknown, f"tests/architecture/world.py must learn to make {unknown}"


def test_every_address_with_a_number_says_what_the_number_is_of() -> None:
    silent = [e.name for e in ENDPOINTS if set(e.parameters) - {"park"} and not e.thing]

    assert not silent


def test_every_endpoint_lets_somebody_in() -> None:
    shut = [
        f"{e.name} {method}"
        for e in ENDPOINTS
        for method, access in e.classes.items()
        if not any(enters(role, access) for role in Role.values)
    ]

    assert not shut


def test_every_right_opens_something() -> None:
    opened = {a.capability for e in every_endpoint() for a in e.classes.values()}
    in_services = {Capability.REQUEST_NOTE}  # decides which entries of a thread one reads

    assert set(Capability.values) - opened - in_services == set()
    assert {right for rights in GRANTS.values() for right in rights} == set(Capability.values)


@pytest.mark.parametrize(
    "endpoint",
    [e for e in every_endpoint() if e.name and not e.is_ours and library_access(e) is None],
    ids=lambda e: e.name,
)
def test_a_view_of_a_library_that_nobody_classified_is_not_there(
    world: World, endpoint: Endpoint
) -> None:
    """Accounts are by invitation: what a library would offer besides is refused to everyone."""
    values = {name: "1" for name in endpoint.parameters}
    address = endpoint.address(value=values)

    with undone():
        answer = world.client(Role.PARK_ADMIN).get(address)

    assert answer.status_code == 404


# ------------------------------------------------------------------ the walk


def enters(role: str, access: Access) -> bool:
    """Whether the doorkeeper lets this role past, by the table alone."""
    is_contact = role == Role.ENTERPRISE_CONTACT
    if access.side != "any" and (access.side == "enterprise") != is_contact:
        return False
    return access.capability in {ANYONE, SIGNED_IN} or scope_of(role, access.capability) > 0


def ask(
    client: Client, method: str, endpoint: Endpoint, address: str, *, whole: bool = False
) -> HttpResponseBase:
    """One request; the words of the last act, kept in a cookie, do not follow it."""
    client.cookies.pop("messages", None)
    headers = {} if whole else {"HX-Request": "true"}
    if method == "GET":
        return client.get(address, headers=headers)
    body: Any = said_to(endpoint)
    kind = {"content_type": "application/json"} if endpoint.is_api else {}
    if endpoint.is_api:
        body = json.dumps(body)
    return client.post(
        address, body, **kind, headers={**headers, "Idempotency-Key": f"walk-{next(_keys)}"}
    )


def put_away(response: HttpResponseBase) -> None:
    """Close a file that was answered; closing the answer itself would close the database too."""
    if response.streaming:
        for close in response._resource_closers:
            close()


def shown(response: HttpResponseBase, address: str) -> tuple[int, str, str]:
    """An answer without what differs from one page to the next by itself."""
    body = b"" if response.streaming else response.content
    text = body.decode("utf-8", "replace").replace(address, "ADDRESS")
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
    text = re.sub(r'X-CSRFToken&quot;: &quot;[^&]*&quot;|"X-CSRFToken": "[^"]*"', "", text)
    text = re.sub(r'name="once" value="[^"]*"', "", text)
    return response.status_code, text, response.get("Location", "")


def test_the_watch_sees_what_remains_and_not_what_was_taken_back(
    world: World, watch: Watch
) -> None:
    park = world.here.park
    with undone():
        type(park).objects.filter(pk=park.pk).update(address="somewhere else")
        assert watch.remains()
    assert not watch.remains()


@pytest.mark.parametrize("endpoint", WITHOUT, ids=lambda e: e.name)
def test_a_page_without_a_thing_opens_to_its_roles_alone(
    world: World, watch: Watch, endpoint: Endpoint
) -> None:
    wrong = []
    for role in WALKERS:
        for method, access in endpoint.classes.items():
            with undone():
                answer = ask(
                    world.client(role), method, endpoint, endpoint.address(world.here.park.slug)
                )
                put_away(answer)
                code = answer.status_code
                if enters(role, access):
                    # Drafts are asked for by a key, which a bare address has not;
                    # an act's body may name things, and ours names none that is there.
                    named = method == "POST" and code == 404
                    named = named or "draft" in endpoint.name
                    fine = code < 500 and (code not in (401, 403, 404) or named)
                else:
                    fine = code == 403 and (method == "GET" or not watch.remains())
            if not fine:
                wrong.append(f"{role} {method}: {code}")

    assert not wrong


@pytest.mark.parametrize("endpoint", WITH_THING, ids=lambda e: e.name)
def test_somebody_elses_thing_answers_as_one_that_is_not_there(
    world: World, watch: Watch, endpoint: Endpoint
) -> None:
    wrong = []
    maker = MAKERS[endpoint.thing]
    for role, (method, access) in itertools.product(WALKERS, endpoint.classes.items()):
        client, park = world.client(role), world.here.park.slug
        address = endpoint.address(park, world.thing(endpoint.thing, role, MISSING))
        with undone():
            missing = shown(ask(client, method, endpoint, address), address)
            if method == "POST" and watch.remains():
                wrong.append(f"{role} {method} a missing thing: left something behind")
        if missing[0] != (404 if enters(role, access) else 403) and not (
            # An act that may be repeated at will has nothing to say about what is gone already.
            access.repeatable and missing[0] == 302
        ):
            wrong.append(f"{role} {method} a missing thing: {missing[0]}")
        # Whom the doorkeeper refuses, it refuses before it looks at the thing.
        for relation in RELATIONS if enters(role, access) else ("own", OTHER_PARK):
            address = endpoint.address(park, world.thing(endpoint.thing, role, relation))
            with undone():
                answer = ask(client, method, endpoint, address)
                put_away(answer)
                problem = judged(
                    endpoint, role, access, method, relation, answer, address, missing, maker
                )
                if method == "POST" and answer.status_code >= 400 and watch.remains():
                    problem = problem or f"{answer.status_code}, but something remains"
            if problem:
                wrong.append(f"{role} {method} {relation}: {problem}")

    assert not wrong, "\n".join(wrong)


def judged(
    endpoint: Endpoint,
    role: str,
    access: Access,
    method: str,
    relation: str,
    answer: HttpResponseBase,
    address: str,
    missing: tuple[int, str, str],
    maker: Any,
) -> str:
    """What is wrong with one answer; empty when nothing is."""
    code = answer.status_code
    if not enters(role, access) or not maker.sees(role, relation):
        got = shown(answer, address)
        return "" if got == missing else f"{code}, unlike a missing one: {differs(got, missing)}"
    if code >= 500 or code in (401, 404):
        return f"{code}, though it may be seen"
    if endpoint.name in NARROWER:
        return ""
    within = (
        access.capability in {ANYONE, SIGNED_IN}
        or covers(scope_of(role, access.capability), relation)
        or endpoint.name in WIDER
    )
    if within:
        return "" if code != 403 else "403, though the right reaches it"
    if method == "GET":
        return ""  # a form that is shown, or its refusal; the thing itself may be seen
    # A form that is not filled in rightly is refused before its right is asked for.
    return "" if code in (403, 422) else f"{code}, though the right does not reach it"


def differs(got: tuple[int, str, str], missing: tuple[int, str, str]) -> str:
    """The first place at which two answers part."""
    at = next((n for n, (a, b) in enumerate(zip(got[1], missing[1], strict=False)) if a != b), 0)
    return f"{missing[0]}, {got[1][at - 20 : at + 40]!r} for {missing[1][at - 20 : at + 40]!r}"


@pytest.mark.parametrize("endpoint", WITH_THING, ids=lambda e: e.name)
def test_the_whole_page_too_is_that_of_a_missing_thing(world: World, endpoint: Endpoint) -> None:
    """The walk asks as HTMX does; here once more as a browser, frame and all."""
    for role in (Role.GENERAL_AFFAIRS, Role.ENTERPRISE_CONTACT):
        if MAKERS[endpoint.thing].sees(role, OTHER_PARK):
            continue  # the same in every park
        for method, access in endpoint.classes.items():
            if not enters(role, access):
                continue
            answers = []
            for relation in (MISSING, OTHER_PARK):
                thing = world.thing(endpoint.thing, role, relation)
                address = endpoint.address(world.here.park.slug, thing)
                with undone():
                    answer = ask(world.client(role), method, endpoint, address, whole=True)
                    put_away(answer)
                    answers.append(shown(answer, address))

            assert answers[0] == answers[1]


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda e: e.name)
def test_another_park_answers_as_no_park(world: World, endpoint: Endpoint) -> None:
    thing = endpoint.thing and world.thing(endpoint.thing, Role.GENERAL_AFFAIRS, OTHER_PARK)
    theirs = endpoint.address(world.there.park.slug, thing)
    nowhere = endpoint.address("no-such-park", thing)
    client = world.client(Role.GENERAL_AFFAIRS)
    for method in endpoint.classes:
        with undone():
            answers = [
                shown(ask(client, method, endpoint, address), address)
                for address in (theirs, nowhere)
            ]

        assert answers[0][0] == 404
        assert answers[0] == answers[1]


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda e: e.name)
def test_who_is_not_signed_in_is_asked_to_sign_in(
    world: World, watch: Watch, endpoint: Endpoint
) -> None:
    thing = endpoint.thing and world.thing(endpoint.thing, Role.GENERAL_AFFAIRS, "own")
    address = endpoint.address(world.here.park.slug, thing)
    for method in endpoint.classes:
        with undone():
            answer = ask(Client(), method, endpoint, address, whole=True)

            assert not watch.remains()
        if endpoint.is_api:
            assert answer.status_code == (403 if endpoint.is_georeport else 401)
        else:
            assert answer.status_code == 302
            assert answer["Location"].startswith("/accounts/login/?next=/")
