"""What anybody may open without signing in."""

from __future__ import annotations

import pytest
from django.test import Client

from qianjin.faces.gate.access import ANYONE
from tests.factories.accounts import Cast, the_cast

from .registry import every_endpoint
from .test_access import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def test_what_anybody_may_open_is_a_short_list() -> None:
    """Anonymous doors are counted by hand; one more is a decision, not an accident."""
    public = {
        e.name
        for e in every_endpoint()
        if e.is_ours and any(a.capability == ANYONE for a in e.classes.values())
    }

    assert public == {
        "join", "join_as_me", "letter_link", "rounds_ics", "projects_ics", "public_scores",
    }  # fmt: skip


def test_a_public_page_of_a_park_that_shows_none_is_not_there(cast: Cast) -> None:
    (endpoint,) = (e for e in every_endpoint() if e.name == "public_scores")
    addresses = [endpoint.address(value=slug) for slug in (cast.park.slug, "no-such-park")]
    answers = [shown(Client().get(address), address) for address in addresses]

    assert answers[0][0] == 404
    assert answers[0] == answers[1]
