"""Sorting and assigning: what the duties suggest, who can be named, two who do it at once."""

from __future__ import annotations

import re

import pytest

from qianjin.apps.desk.models import Duty
from qianjin.apps.desk.services import triage
from tests.factories.web import send, signed_in

from .conftest import AFTERNOON, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def window(cast):
    """林悦 at the window."""
    return signed_in(cast.linyue)


@pytest.fixture
def duty(cast) -> Duty:
    """The power company usually leads matters of energy."""
    return Duty.objects.create(park=cast.park, kind="ENG", unit=cast.power, aim="precise")


def address(cast, request) -> str:
    return f"/{cast.park.slug}/requests/{request.number}/triage/"


def form_of(client, cast, request) -> str:
    return shown(client, cast, f"requests/{request.number}/triage/")


def version_in(page: str) -> str:
    return re.search(r'name="version" value="(\d+)"', page)[1]


def filled(cast, **fields) -> dict[str, object]:
    given = {"kind": "ENG", "level": "ordinary", "unit": cast.power.pk, "officer": cast.liaison.pk}
    return {**given, **fields}


class TestTheForm:
    def test_says_who_usually_leads_a_type_and_why(self, cast, desk, window, duty) -> None:
        form = form_of(window, cast, desk.fresh)

        hint = f'data-suggestion="ENG" data-unit="{cast.power.pk}" data-aim="precise"'
        assert hint in form
        assert "按园区职责分工，“用能”通常由供电公司主办。" in form

    def test_offers_twenty_types_with_their_sub_types(self, cast, desk, window) -> None:
        form = form_of(window, cast, desk.fresh)

        assert len(re.findall(r'name="kind" value="[A-Z]+"', form)) == 20
        assert re.search(r'<optgroup label="用能" data-of="ENG">.*?value="power"', form, re.S)

    def test_offers_officers_by_their_unit(self, cast, desk, window) -> None:
        form = form_of(window, cast, desk.fresh)

        group = re.search(rf'data-of="{cast.power.pk}">(.*?)</optgroup>', form, re.S)[1]
        assert f'value="{cast.liaison.pk}"' in group
        assert f'value="{cast.yeting.pk}"' not in group

    def test_offers_nobody_who_may_handle_nothing(self, cast, desk, window) -> None:
        form = form_of(window, cast, desk.fresh)

        assert f'<option value="{cast.hewei.pk}"' in form
        assert f'<option value="{cast.auditor.pk}"' not in form
        assert f'<option value="{cast.admin.pk}"' not in form

    def test_begins_with_what_has_been_chosen_already(self, cast, desk, window) -> None:
        form = form_of(window, cast, desk.late)

        assert re.search(rf'value="{cast.yeting.pk}" selected', form)
        assert re.search(rf'value="{cast.investment.pk}" selected', form)


class TestTriage:
    def test_names_type_unit_and_officer(self, cast, desk, window) -> None:
        form = form_of(window, cast, desk.fresh)
        fields = filled(cast, subkind="power", aim="precise", title="临时用电", words="请今天联系")

        answer = send(window, address(cast, desk.fresh), {**fields, "version": version_in(form)})

        assert answer.status_code == 303
        desk.fresh.refresh_from_db()
        found = desk.fresh
        assert (found.kind, found.subkind, found.aim, found.level) == (
            "ENG", "power", "precise", "ordinary",
        )  # fmt: skip
        assert (found.unit, found.officer) == (cast.power, cast.liaison)
        assert found.title == "临时用电"
        page = shown(window, cast, f"requests/{found.number}/")
        assert "请今天联系" in page
        assert "供电公司" in page

    def test_a_unit_alone_is_enough(self, cast, desk, window) -> None:
        answer = send(window, address(cast, desk.fresh), filled(cast, officer=""))

        assert answer.status_code == 303
        desk.fresh.refresh_from_db()
        assert (desk.fresh.unit, desk.fresh.officer) == (cast.power, None)

    @pytest.mark.parametrize(
        ("field", "value"),
        [("kind", ""), ("kind", "XXX"), ("level", ""), ("unit", "0"), ("officer", "0")],
    )
    def test_refuses_what_is_not_on_the_list(self, cast, desk, window, field, value) -> None:
        answer = send(window, address(cast, desk.fresh), filled(cast, **{field: value}))

        assert answer.status_code == 422
        desk.fresh.refresh_from_db()
        assert desk.fresh.unit is None

    def test_refuses_a_sub_type_of_another_type(self, cast, desk, window) -> None:
        answer = send(window, address(cast, desk.fresh), filled(cast, subkind="loan"))

        assert answer.status_code == 422

    def test_refuses_the_contact_of_an_enterprise_as_officer(self, cast, desk, window) -> None:
        answer = send(window, address(cast, desk.fresh), filled(cast, officer=cast.chenlan.pk))

        assert answer.status_code == 422

    def test_is_not_for_a_specialist(self, cast, desk) -> None:
        officer = signed_in(cast.yeting)

        assert officer.get(address(cast, desk.late)).status_code == 403
        assert send(officer, address(cast, desk.late), filled(cast)).status_code == 403

    def test_is_over_when_the_request_is_resolved(self, cast, desk, window) -> None:
        answer = window.get(address(cast, desk.to_rate))

        assert answer.status_code == 409
        assert "这件诉求已不在办理中。" in answer.content.decode()


class TestTwoAtOnce:
    def test_the_second_sees_both_choices_side_by_side(self, cast, desk, window) -> None:
        form = form_of(window, cast, desk.fresh)
        triage(
            request=desk.fresh,
            kind="TAL",
            level="simple",
            unit=cast.general,
            officer=cast.linyue,
            by=cast.acts(cast.hewei),
            at=AFTERNOON,
        )

        answer = send(window, address(cast, desk.fresh), filled(cast, version=version_in(form)))

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "何蔚" in page
        rows = dict(
            (label, (theirs, mine))
            for label, theirs, mine in re.findall(
                r'<th scope="row">(.*?)</th><td[^>]*>(.*?)</td><td[^>]*><mark>(.*?)</mark>', page
            )
        )
        assert rows["类型"] == ("人才", "用能")
        assert rows["主办单位"] == ("综合管理部", "供电公司")
        assert rows["经办人"] == ("林悦", "供电联络员")

        again = send(window, address(cast, desk.fresh), filled(cast, version=version_in(page)))

        assert again.status_code == 303
        desk.fresh.refresh_from_db()
        assert desk.fresh.officer == cast.liaison
