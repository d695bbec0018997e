"""Acts on one request by two officers, from its page, and the drafts of their forms."""

from __future__ import annotations

import pytest

from qianjin.apps.accounts import services as people
from qianjin.apps.accounts.models import Draft
from tests.factories.desk import MORNING
from tests.factories.web import send

from .act_forms import act, address, version_in
from .conftest import shown

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Target": "act-answer"}


class TestTwoOfficersAtOnce:
    @pytest.fixture
    def older_form(self, cast, desk, officer, window) -> str:
        """叶汀 has the form open while 林悦 asks for material."""
        form = officer.get(address(cast, desk.soon, "resolve")).content.decode()
        act(window, cast, desk.soon, "ask-material", words="请补发票原件")
        return version_in(form)

    def test_the_second_sees_what_the_first_did_and_keeps_the_words(
        self, cast, desk, officer, older_form
    ) -> None:
        answer = send(
            officer,
            address(cast, desk.soon, "resolve"),
            {"words": "补助已到账", "version": older_form},
        )

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "林悦" in page
        assert "请补发票原件" in page
        assert "补助已到账" in page
        desk.soon.refresh_from_db()
        assert desk.soon.status == "need_info"

    def test_the_second_may_send_it_all_the_same(self, cast, desk, officer, older_form) -> None:
        shown_again = send(
            officer,
            address(cast, desk.soon, "resolve"),
            {"words": "补助已到账", "version": older_form},
        ).content.decode()

        answer = send(
            officer,
            address(cast, desk.soon, "resolve"),
            {"words": "补助已到账", "version": version_in(shown_again)},
        )

        assert answer.status_code == 303
        desk.soon.refresh_from_db()
        assert desk.soon.status == "resolved"

    def test_an_error_in_between_does_not_hide_the_conflict(
        self, cast, desk, officer, older_form
    ) -> None:
        refused = send(
            officer, address(cast, desk.soon, "resolve"), {"words": "", "version": older_form}
        )
        assert refused.status_code == 422

        answer = send(
            officer,
            address(cast, desk.soon, "resolve"),
            {"words": "补助已到账", "version": version_in(refused.content.decode())},
        )

        assert answer.status_code == 409

    def test_what_is_no_longer_possible_is_said_with_the_conflict(
        self, cast, desk, officer, window
    ) -> None:
        form = officer.get(address(cast, desk.soon, "plan")).content.decode()
        act(window, cast, desk.soon, "resolve", words="已由窗口办妥")

        answer = send(
            officer,
            address(cast, desk.soon, "plan"),
            {"words": "分两步兑付", "version": version_in(form)},
            **HTMX,
        )

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "已由窗口办妥" in page
        assert "这件诉求已不在办理中。" in page
        assert "仍按我的提交" not in page

    def test_a_piece_of_the_page_is_enough_for_htmx(self, cast, desk, officer, older_form) -> None:
        answer = send(
            officer,
            address(cast, desk.soon, "resolve"),
            {"words": "补助已到账", "version": older_form},
            **HTMX,
        )

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "<html" not in page
        assert "仍按我的提交" in page


class TestFromThePage:
    def test_htmx_is_told_where_to_go(self, cast, desk, officer) -> None:
        form = officer.get(address(cast, desk.soon, "reply")).content.decode()

        answer = send(
            officer,
            address(cast, desk.soon, "reply"),
            {"words": "在审", "version": version_in(form)},
            **HTMX,
        )

        expected = f"/{cast.park.slug}/requests/{desk.soon.number}/?done=reply"
        assert answer["HX-Redirect"] == expected

    def test_from_the_drawer_over_a_list_the_list_stays(self, cast, desk, officer) -> None:
        form = officer.get(
            address(cast, desk.soon, "reply"),
            headers={"HX-Request": "true", "HX-Target": "drawer-body"},
        ).content.decode()
        assert 'name="drawer" value="1"' in form

        answer = send(
            officer,
            address(cast, desk.soon, "reply"),
            {"words": "在审", "version": version_in(form), "drawer": "1"},
            **HTMX,
            **{"HX-Current-URL": f"http://testserver/{cast.park.slug}/requests/"},
        )

        assert "HX-Redirect" not in answer
        assert '"target": "#drawer-body"' in answer["HX-Location"]

    def test_the_drawer_then_says_what_was_done(self, cast, desk, officer) -> None:
        act(officer, cast, desk.soon, "reply", words="在审")

        answer = officer.get(
            f"/{cast.park.slug}/requests/{desk.soon.number}/?done=reply",
            headers={"HX-Request": "true", "HX-Target": "drawer-body"},
        )

        assert "draft-cleared" in answer["HX-Trigger"]
        assert "toast" in answer["HX-Trigger"]


class TestDrafts:
    @pytest.fixture
    def key(self, cast, desk) -> str:
        key = f"request.{desk.soon.number}.reply"
        people.save_draft(
            by=cast.acts(cast.yeting), key=key, data={"words": ["写了一半"]}, at=MORNING
        )
        return key

    def test_a_form_comes_back_with_its_draft(self, cast, desk, officer, key) -> None:
        form = shown(officer, cast, f"requests/{desk.soon.number}/reply/")

        assert f'data-draft="{key}"' in form
        assert "写了一半" in form

    def test_the_draft_of_somebody_else_is_not_shown(self, cast, desk, window, key) -> None:
        assert "写了一半" not in shown(window, cast, f"requests/{desk.soon.number}/reply/")

    def test_what_was_sent_is_no_draft_any_more(self, cast, desk, officer, key) -> None:
        answer = act(officer, cast, desk.soon, "reply", words="写完了")

        assert not Draft.objects.filter(key=key).exists()
        assert (
            f'name="draft-cleared" content="{key}"'
            in officer.get(answer["Location"]).content.decode()
        )

    def test_a_sign_in_that_has_expired_leads_back_to_the_form(self, cast, desk, officer, key):
        officer.logout()

        answer = send(
            officer,
            address(cast, desk.soon, "reply"),
            {"words": "写了一半"},
            **HTMX,
            **{"HX-Current-URL": f"http://testserver{address(cast, desk.soon, 'reply')}"},
        )

        assert answer.status_code == 401
        assert answer["HX-Redirect"].endswith(f"?next={address(cast, desk.soon, 'reply')}")
        assert Draft.objects.filter(key=key).exists()
