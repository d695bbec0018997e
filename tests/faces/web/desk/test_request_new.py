"""A person on the telephone: an officer enters the request for the enterprise."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from qianjin.apps.desk.models import ServiceRequest
from tests.factories.desk import MORNING, a_request, an_upload
from tests.factories.enterprises import a_contact, an_enterprise
from tests.factories.web import send, signed_in

from .conftest import shown

pytestmark = pytest.mark.django_db

WORDS = "二号产线变压器容量不够，想申请增容"


@pytest.fixture(autouse=True)
def media(tmp_path, monkeypatch):
    monkeypatch.setattr("qianjin.apps.parks.services.files.MEDIA", tmp_path)
    return tmp_path


@pytest.fixture
def window(cast):
    """林悦 at the window."""
    return signed_in(cast.linyue)


def address(cast) -> str:
    return f"/{cast.park.slug}/requests/new/"


def filled(cast, **fields) -> dict[str, object]:
    return {"enterprise": cast.chenxi.pk, "words": WORDS, "source": "phone", **fields}


class TestEntering:
    def test_gives_a_number_at_once_and_leads_to_the_request(self, cast, window) -> None:
        contact = a_contact(cast.chenxi, "厂办", phone="13800000009", is_primary=False)

        answer = send(
            window,
            address(cast),
            filled(cast, kind="ENG", place="3号厂房", contact=contact.pk, files=[an_upload()]),
        )

        made = ServiceRequest.objects.get()
        assert answer.status_code == 303
        assert answer["Location"] == f"/{cast.park.slug}/requests/{made.number}/?done=new"
        assert (made.enterprise, made.contact, made.entered_by) == (
            cast.chenxi, contact, cast.linyue,
        )  # fmt: skip
        assert (made.body, made.source, made.kind, made.place) == (
            WORDS, "phone", "ENG", "3号厂房",
        )  # fmt: skip
        assert made.attachments.count() == 1
        assert made.number in window.get(answer["Location"]).content.decode()

    def test_asks_a_fixed_number_of_questions(
        self, cast, window, django_assert_num_queries
    ) -> None:
        send(window, address(cast), filled(cast, kind="ENG"))

        # Sixteen; the test itself stands in a transaction, so the act needs a place to go back to.
        with django_assert_num_queries(16):
            send(window, address(cast), filled(cast, kind="ENG", different="on"))

    def test_sent_twice_makes_one_request(self, cast, window) -> None:
        sent = {"once": uuid4().hex, **filled(cast)}

        first = window.post(address(cast), sent)
        second = window.post(address(cast), sent)

        assert second["Location"] == first["Location"]
        assert ServiceRequest.objects.count() == 1

    def test_whoever_may_not_see_it_afterwards_is_told_its_number(self, cast) -> None:
        officer = signed_in(cast.yeting)

        answer = send(officer, address(cast), filled(cast))

        made = ServiceRequest.objects.get()
        assert answer["Location"] == f"/{cast.park.slug}/"
        assert made.number in officer.get(answer["Location"]).content.decode()

    def test_is_not_for_an_auditor(self, cast) -> None:
        auditor = signed_in(cast.auditor)

        assert auditor.get(address(cast)).status_code == 403
        assert send(auditor, address(cast), filled(cast)).status_code == 403

    def test_without_words_keeps_the_rest(self, cast, window) -> None:
        answer = send(window, address(cast), filled(cast, words=" ", place="3号厂房"))

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "晨曦精密（演示）" in page
        assert "3号厂房" in page
        assert not ServiceRequest.objects.exists()

    def test_an_enterprise_of_another_park_is_none(self, cast, window, elsewhere) -> None:
        foreign = send(window, address(cast), filled(cast, enterprise=elsewhere.enterprise_id))
        missing = send(window, address(cast), filled(cast, enterprise=999999))

        assert (foreign.status_code, missing.status_code) == (422, 422)
        assert f'value="{elsewhere.enterprise_id}"' not in foreign.content.decode()
        assert ServiceRequest.objects.filter(park=cast.park).count() == 0

    def test_the_contact_of_another_enterprise_is_not_taken(self, cast, window) -> None:
        stranger = cast.other.contacts.get()

        send(window, address(cast), filled(cast, contact=stranger.pk))

        assert ServiceRequest.objects.get().contact != stranger


class TestLikeRequests:
    @pytest.fixture
    def open_one(self, cast) -> ServiceRequest:
        return a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING, WORDS + "接电")

    def test_are_shown_before_it_is_sent(self, cast, window, open_one) -> None:
        answer = send(window, address(cast), filled(cast))

        page = answer.content.decode()
        assert answer.status_code == 409
        assert open_one.number in page
        assert 'name="different"' in page
        assert ServiceRequest.objects.count() == 1

    def test_are_sent_all_the_same_when_it_is_another_matter(self, cast, window, open_one) -> None:
        answer = send(window, address(cast), filled(cast, different="on"))

        assert answer.status_code == 303
        assert ServiceRequest.objects.count() == 2

    def test_of_another_enterprise_are_none_of_its_business(self, cast, window, open_one) -> None:
        answer = send(window, address(cast), filled(cast, enterprise=cast.other.pk))

        assert answer.status_code == 303

    def test_are_shown_while_one_writes(self, cast, window, open_one) -> None:
        answer = send(
            window,
            f"{address(cast)}alike/",
            {"enterprise": cast.chenxi.pk, "words": WORDS},
            **{"HX-Request": "true"},
        )

        assert open_one.number in answer.content.decode()


class TestChoosingTheEnterprise:
    def test_two_characters_find_it(self, cast, window) -> None:
        found = shown(window, cast, "requests/new/enterprises/?firm=晨曦")

        assert f'name="enterprise" value="{cast.chenxi.pk}"' in found
        assert cast.other.name not in found

    def test_one_chosen_shows_who_may_be_asking(self, cast, window) -> None:
        piece = shown(window, cast, f"requests/new/enterprises/?enterprise={cast.chenxi.pk}")

        contact = cast.chenxi.contacts.get()
        assert f'name="contact" value="{contact.pk}"' in piece
        assert "陈岚" in piece

    def test_comes_filled_in_from_the_page_of_an_enterprise(self, cast, window) -> None:
        page = shown(window, cast, f"requests/new/?enterprise={cast.chenxi.pk}")

        assert f'<input type="hidden" name="enterprise" value="{cast.chenxi.pk}">' in page

    def test_without_a_script_the_names_are_offered_by_the_answer(self, cast, window) -> None:
        an_enterprise(cast.park, "晨曦电机（演示）")

        answer = send(window, address(cast), filled(cast, enterprise="", firm="晨曦"))

        page = answer.content.decode()
        assert answer.status_code == 422
        offered = re.findall(r'<input type="radio" name="enterprise" value="(\d+)"', page)
        assert len(offered) == 2
        assert WORDS in page
