"""A session, its person and their park are read at once, and only the session says whose it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qianjin.apps.accounts.models import Membership, User
from qianjin.faces.gate import sessions
from qianjin.faces.gate.tasks import forget_sessions


@pytest.fixture
def linyue(cast, signed_in):
    """An officer whose session this process has read before."""
    client = signed_in(cast.linyue)
    client.get(f"/{cast.park.slug}/me/")
    return client


def test_who_comes_and_where_is_one_question(cast, linyue) -> None:
    with CaptureQueriesContext(connection) as asked:
        linyue.get(f"/{cast.park.slug}/me/")

    about = ("django_session", "FROM accounts_user", 'FROM "accounts_user"', "parks_park here")
    (first,) = [one["sql"] for one in asked if any(word in one["sql"] for word in about)]
    assert "django_session" in first
    assert "parks_park here" in first


def test_a_session_that_was_remembered_as_anothers_shows_its_own_person(cast, linyue) -> None:
    key = linyue.session.session_key
    sessions._owners.keep(key, cast.hewei.pk)

    page = linyue.get(f"/{cast.park.slug}/me/").content.decode()

    assert cast.linyue.name in page
    assert cast.hewei.name not in page
    assert sessions._owners.of(key) == cast.linyue.pk


def test_a_remembered_person_who_may_not_sign_in_any_more_is_out_at_once(cast, linyue) -> None:
    User.objects.filter(pk=cast.linyue.pk).update(is_active=False)

    assert linyue.get(f"/{cast.park.slug}/").status_code == 302


def test_a_changed_password_ends_the_remembered_session(cast, linyue) -> None:
    user = User.objects.get(pk=cast.linyue.pk)
    user.set_password("another-Password-1")
    user.save()

    assert linyue.get(f"/{cast.park.slug}/").status_code == 302


def test_a_role_that_ended_yesterday_opens_nothing_today(cast, linyue) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user=cast.linyue).update(until_on=yesterday)

    assert linyue.get(f"/{cast.park.slug}/").status_code == 404


def test_a_session_that_has_ended_is_nobodys(cast, linyue) -> None:
    linyue.session.delete()

    assert linyue.get(f"/{cast.park.slug}/").status_code == 302


@pytest.mark.parametrize("path", ["/nowhere/", "/%00/", "/园区/", "/" + "x" * 300 + "/"])
def test_an_address_that_names_no_park_is_not_there(linyue, path: str) -> None:
    assert linyue.get(path).status_code in {400, 404}


def test_owners_that_were_not_read_for_long_are_forgotten(monkeypatch) -> None:
    monkeypatch.setattr(sessions, "MOST", 2)
    owners = sessions._Owners()
    for number, key in enumerate("abc"):
        owners.keep(key, number)

    assert [owners.of(key) for key in "abc"] == [None, 1, 2]


def test_sessions_that_have_ended_are_dropped_at_night(cast, linyue, signed_in) -> None:
    other = signed_in(cast.hewei)
    Session.objects.filter(pk=linyue.session.session_key).update(
        expire_date=timezone.now() - timedelta(minutes=1)
    )

    forget_sessions(0)

    assert list(Session.objects.values_list("pk", flat=True)) == [other.session.session_key]
