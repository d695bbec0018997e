"""Taking up an invitation by its link."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from qianjin.apps.accounts.models import Invitation, Membership, User
from tests.factories.accounts import Cast, a_person, an_invitation

FORM = {
    "username": "newcomer",
    "name": "演示·新人",
    "phone": "13800000002",
    "email": "",
    "password": "tide-and-thread-135",
    "password1": "tide-and-thread-135",
    "password2": "tide-and-thread-135",
}


@pytest.fixture
def link(cast: Cast) -> str:
    an_invitation(
        cast.park,
        cast.admin,
        unit=cast.general,
        token="by-link",
        expires_at=timezone.now() + timedelta(days=3),
    )
    return "/join/by-link/"


def test_the_link_says_who_invites_to_what(cast: Cast, link: str) -> None:
    page = Client().get(link)

    assert page.status_code == 200
    assert cast.park.name_zh in page.content.decode()


def test_a_new_account_is_let_in_at_once(cast: Cast, link: str, key: dict[str, str]) -> None:
    client = Client()

    answer = client.post(link, FORM, headers=key)

    assert answer.status_code == 302, answer.content.decode()[-2000:]
    user = User.objects.get(username="newcomer")
    assert Membership.objects.get(user=user, park=cast.park).role == "general_affairs"
    assert client.get(f"/{cast.park.slug}/people/").status_code == 200


def test_a_link_lets_one_person_in(cast: Cast, link: str, key: dict[str, str]) -> None:
    Client().post(link, FORM, headers=key)

    again = Client().get(link)
    late = Client().post(link, {**FORM, "username": "second"}, headers={"Idempotency-Key": "late"})

    assert (again.status_code, late.status_code) == (410, 410)
    assert not User.objects.filter(username="second").exists()


def test_an_account_one_has_takes_it_up(cast: Cast, link: str, signed_in, key) -> None:
    user = a_person("别处的人")

    signed_in(user).post(f"{link}me/", headers=key)

    assert Membership.objects.filter(user=user, park=cast.park).exists()


def test_a_stranger_cannot_take_it_up_as_me(cast: Cast, link: str, key) -> None:
    answer = Client().post(f"{link}me/", headers=key)

    assert answer["Location"] == link
    assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize("change", ["revoked", "expired"])
def test_a_link_that_is_over_says_so(cast: Cast, link: str, change: str, key) -> None:
    row = Invitation.objects.get()
    if change == "revoked":
        row.revoked_at, row.revoked_by = timezone.now(), cast.admin
    else:
        row.expires_at = timezone.now() - timedelta(minutes=1)
    row.save()

    assert Client().get(link).status_code == 410
    assert Client().post(link, FORM, headers=key).status_code == 410
    assert not User.objects.filter(username="newcomer").exists()


def test_a_link_never_given_out_is_not_there(db: None) -> None:
    assert Client().get("/join/never-given-out/").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [("password", "12345678901"), ("password", "short"), ("username", "林 悦!")],
)
def test_a_form_that_will_not_do_keeps_the_link_open(
    cast: Cast, link: str, field: str, value: str, key
) -> None:
    bad = {**FORM, field: value}
    if field == "password":
        bad |= {"password1": value, "password2": value}

    answer = Client().post(link, bad, headers=key)

    assert answer.status_code == 422
    assert Invitation.objects.get().accepted_at is None
