"""The mailbox as the administrator sees it, and letters as the window decides on them."""

from __future__ import annotations

from typing import Any

import pytest

from qianjin.apps.channels.models import Mailbox
from qianjin.apps.desk.models import ServiceRequest
from tests.factories.accounts import Cast
from tests.factories.channels import a_letter
from tests.factories.web import send, signed_in

pytestmark = pytest.mark.django_db


def test_the_mailbox_is_set_up_and_its_password_is_on_no_page(cast: Cast) -> None:
    client = signed_in(cast.admin)
    address = f"/{cast.park.slug}/channels/mailbox/"

    made = send(
        client,
        address,
        {
            "address": "imaps://imap.park.cn",
            "login": "office@park.cn",
            "password": "tide-secret",
            "folder": "INBOX",
            "is_active": "on",
        },
    )

    assert made.status_code == 303
    assert "tide-secret" not in client.get(address).content.decode()
    assert Mailbox.objects.get().is_active


def test_a_letter_is_made_a_request_of_the_enterprise_that_is_named(cast: Cast) -> None:
    letter = a_letter(cast.park)
    client = signed_in(cast.linyue)
    base = f"/{cast.park.slug}/letters/"
    listed = client.get(base).content.decode()

    unclear = send(client, f"{base}{letter.pk}/", {"enterprise": "没有这家"})
    made = send(client, f"{base}{letter.pk}/", {"enterprise": cast.other.name})

    assert "厂区停电" in listed
    assert unclear.status_code == 422
    assert made.status_code == 303
    assert ServiceRequest.objects.get().enterprise == cast.other
    assert "没有待判定的来信" in client.get(base).content.decode()
    assert "厂区停电" in client.get(f"{base}?all=1").content.decode()


def test_a_head_of_a_section_reads_no_letters(cast: Cast) -> None:
    letter = a_letter(cast.park)
    client = signed_in(cast.zhouheng)

    assert "厂区停电" not in client.get(f"/{cast.park.slug}/letters/").content.decode()
    assert client.get(f"/{cast.park.slug}/letters/{letter.pk}/").status_code == 404


def test_the_list_goes_on_page_by_page_at_the_same_cost(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    for n in range(60):
        a_letter(cast.park, f"<{n}@a.cn>")
    client = signed_in(cast.linyue)
    address = f"/{cast.park.slug}/letters/"
    first = client.get(address)
    with django_assert_num_queries(3):
        client.get(address)
    second = client.get(address + first.context["older"])

    assert len(first.context["rows"]) == len(second.context["rows"]) == 25
