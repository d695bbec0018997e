"""The pages about people: what one finds there, and what one can do."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from qianjin.apps.accounts.models import (
    Absence,
    ApiToken,
    Invitation,
    Membership,
    Notice,
    SavedView,
)
from tests.factories.accounts import Cast, a_notice, an_absence, an_invitation

_keys = count(1)
PAGES = {
    "people/": "linyue",
    "roles/": "linyue",
    "absences/": "linyue",
    "invitations/": "admin",
    "me/": "linyue",
    "me/notices/": "linyue",
    "me/tokens/": "linyue",
}


def faults(answer: Any) -> list[str]:
    """What a page says against a form."""
    return re.findall(
        r'class="error[^>]*>([^<]+)<|role="alert"[^>]*>\s*([^<]+)<', answer.content.decode()
    )


class Browser(Client):
    """Somebody of the cast at their pages."""

    def __init__(self, cast: Cast, name: str) -> None:
        super().__init__()
        self.park = cast.park.slug
        self.force_login(getattr(cast, name), "qianjin.faces.gate.backends.Accounts")

    def see(self, path: str, status: int = 200) -> str:
        answer = self.get(f"/{self.park}/{path}")
        assert answer.status_code == status, path
        return answer.content.decode()

    def do(self, path: str, status: int = 303, **form: Any) -> str:
        answer = self.post(
            f"/{self.park}/{path}", form, headers={"Idempotency-Key": f"p{next(_keys)}"}
        )
        assert answer.status_code == status, faults(answer)
        return answer.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_in_both_languages(cast: Cast, path: str, language: str) -> None:
    browser = Browser(cast, PAGES[path])
    browser.cookies["django_language"] = language

    page = browser.see(path)

    assert "<html" in page and f'lang="{"en" if language == "en" else "zh"}' in page


class TestThePeople:
    def test_stand_by_section_with_their_roles(self, cast: Cast) -> None:
        page = Browser(cast, "linyue").see("people/")

        for name in ("林悦", "周衡", "何蔚", "招商引资部"):
            assert name in page
        assert "陈岚" not in page

    def test_are_found_by_part_of_a_name(self, cast: Cast) -> None:
        page = Browser(cast, "linyue").see("people/?q=周")

        assert f"people/{cast.zhouheng.pk}/" in page
        assert f"people/{cast.yeting.pk}/" not in page

    def test_have_a_page_each(self, cast: Cast) -> None:
        assert "叶汀" in Browser(cast, "linyue").see(f"people/{cast.yeting.pk}/")

    def test_are_given_a_further_role(self, cast: Cast) -> None:
        Browser(cast, "admin").do(f"people/{cast.yeting.pk}/appoint/", role="auditor")

        assert Membership.objects.filter(user=cast.yeting, role="auditor").exists()

    def test_get_no_role_from_who_may_not_give_it(self, cast: Cast) -> None:
        Browser(cast, "linyue").do(
            f"people/{cast.yeting.pk}/appoint/", status=422, role="park_admin"
        )

        assert not Membership.objects.filter(user=cast.yeting, role="park_admin").exists()

    def test_lose_a_role(self, cast: Cast) -> None:
        row = Membership.objects.get(user=cast.yeting)

        Browser(cast, "admin").do(f"people/roles/{row.pk}/end/")

        row.refresh_from_db()
        assert row.until_on is not None


class TestAnInvitation:
    FORM = {
        "role": "auditor",
        "unit": "",
        "name": "演示·新人",
        "phone": "",
        "email": "",
        "days": "14",
    }

    def test_is_shown_once_as_link_and_code(self, cast: Cast) -> None:
        admin = Browser(cast, "admin")

        page = admin.do("invitations/", status=200, **self.FORM)

        assert "/join/" in page and "<svg" in page
        assert "/join/" not in admin.see("invitations/")

    def test_needs_a_role(self, cast: Cast) -> None:
        Browser(cast, "admin").do("invitations/", status=422, **{**self.FORM, "role": ""})

        assert not Invitation.objects.exists()

    def test_of_an_auditor_is_not_general_affairs_to_make(self, cast: Cast) -> None:
        Browser(cast, "linyue").do("invitations/", status=422, **self.FORM)

        assert not Invitation.objects.exists()

    def test_is_withdrawn(self, cast: Cast) -> None:
        row = an_invitation(cast.park, cast.admin, expires_at=timezone.now() + timedelta(days=1))

        Browser(cast, "admin").do(f"invitations/{row.pk}/revoke/")

        row.refresh_from_db()
        assert row.revoked_at is not None


class TestAnAbsence:
    def form(self, cast: Cast, **changed: Any) -> dict[str, Any]:
        today = timezone.localdate()
        return {
            "absent": cast.yeting.pk,
            "deputy": cast.zhouheng.pk,
            "from_on": today.isoformat(),
            "until_on": (today + timedelta(days=2)).isoformat(),
            "note": "",
            **changed,
        }

    def test_is_entered_by_the_person(self, cast: Cast) -> None:
        Browser(cast, "yeting").do("absences/", **self.form(cast))

        assert Absence.objects.get().deputy == cast.zhouheng
        assert Notice.objects.filter(user=cast.zhouheng).exists()

    def test_of_another_section_is_refused(self, cast: Cast) -> None:
        browser = Browser(cast, "gumingzhou")

        browser.do("absences/", status=422, **self.form(cast))

        assert not Absence.objects.exists()

    def test_that_ends_before_it_begins_is_refused(self, cast: Cast) -> None:
        Browser(cast, "yeting").do(
            "absences/", status=422, **self.form(cast, until_on="2020-01-01")
        )

        assert not Absence.objects.exists()

    def test_is_ended_early(self, cast: Cast) -> None:
        today = timezone.localdate()
        row = an_absence(cast.park, cast.yeting, cast.zhouheng, today, today + timedelta(days=3))

        Browser(cast, "yeting").do(f"absences/{row.pk}/end/")

        kept = Absence.objects.filter(pk=row.pk).first()
        assert kept is None or kept.until_on < today + timedelta(days=3)


class TestOnesOwn:
    def test_profile_is_changed(self, cast: Cast) -> None:
        Browser(cast, "linyue").do(
            "me/", name="林悦二", phone="13800000009", email="", language="en"
        )

        cast.linyue.refresh_from_db()
        assert (cast.linyue.name, cast.linyue.language) == ("林悦二", "en")

    def test_profile_needs_a_name(self, cast: Cast) -> None:
        Browser(cast, "linyue").do("me/", status=422, name="", phone="", email="", language="en")

    def test_notice_is_read_and_leads_on(self, cast: Cast) -> None:
        notice = a_notice(cast.park, cast.linyue)
        browser = Browser(cast, "linyue")

        browser.do(f"me/notices/{notice.pk}/open/", status=302)

        notice.refresh_from_db()
        assert notice.read_at is not None

    def test_notices_are_read_all_at_once(self, cast: Cast) -> None:
        for _n in range(3):
            a_notice(cast.park, cast.linyue)

        Browser(cast, "linyue").do("me/notices/read/")

        assert not Notice.objects.filter(user=cast.linyue, read_at=None).exists()

    def test_notices_go_on_to_the_older(self, cast: Cast) -> None:
        for _n in range(52):
            a_notice(cast.park, cast.linyue)
        oldest = Notice.objects.earliest("id").pk

        browser = Browser(cast, "linyue")

        assert f"notices/{oldest}/open/" not in browser.see("me/notices/")
        assert f"notices/{oldest}/open/" in browser.see(f"me/notices/?before={oldest + 2}")

    def test_views_are_kept_and_dropped(self, cast: Cast) -> None:
        browser = Browser(cast, "linyue")
        browser.do("me/views/", status=302, page="requests", name="逾期", query="tab=late")
        row = SavedView.objects.get()

        browser.do(f"me/views/{row.pk}/drop/", status=302)

        assert not SavedView.objects.exists()

    def test_token_is_made_shown_once_and_revoked(self, cast: Cast) -> None:
        browser = Browser(cast, "linyue")
        made = browser.do("me/tokens/", status=200, name="报表", days="30")
        row = ApiToken.objects.get()

        browser.do(f"me/tokens/{row.pk}/revoke/")

        row.refresh_from_db()
        assert "qj_" in made and row.revoked_at is not None
        assert row.is_read_only

    def test_draft_keeps_rare_characters_and_leaves_out_what_cannot_be_kept(
        self, cast: Cast
    ) -> None:
        browser = Browser(cast, "linyue")
        fields = '{"words": ["𠮷😀a\\u0000b\\ud842"], "odd": 5}'

        browser.do("me/drafts/", status=204, key="desk.reply", fields=fields)

        kept = browser.get(f"/{browser.park}/me/drafts/?key=desk.reply").json()["fields"]
        assert kept == {"words": ["𠮷😀ab?"]}
