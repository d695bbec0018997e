"""The pages of the park's settings, calendar, promises and trail."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.desk.models import Duty, PromiseChoice, PromiseProfile
from qianjin.apps.parks.models import CalendarDay, Unit, WorkingCalendar
from qianjin.units.spreadsheet import read_table
from tests.factories.accounts import Cast
from tests.factories.audit import some_entries

_keys = count(1)
PAGES = (
    "settings/",
    "settings/units/",
    "settings/duties/",
    "calendar/",
    "promises/",
    "audit/",
    "audit/verify/",
)


def faults(answer: Any) -> list[str]:
    """What a page says against a form."""
    return re.findall(
        r'class="error[^>]*>([^<]+)<|role="alert"[^>]*>\s*([^<]+)<', answer.content.decode()
    )


class Browser(Client):
    """Somebody of the cast at the park's settings."""

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
            f"/{self.park}/{path}", form, headers={"Idempotency-Key": f"s{next(_keys)}"}
        )
        assert answer.status_code == status, faults(answer)
        return answer.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_in_both_languages(cast: Cast, path: str, language: str) -> None:
    browser = Browser(cast, "admin")
    browser.cookies["django_language"] = language

    assert f'lang="{"en" if language == "en" else "zh"}' in browser.see(path)


class TestThePark:
    FORM = {
        "name_zh": "新名园（演示）",
        "name_en": "New",
        "address": "前进路一号",
        "opened_on": "2020-05-20",
        "number_prefix": "QJ",
        "time_zone": "Asia/Shanghai",
    }

    def test_is_renamed_and_the_change_is_in_the_trail(self, cast: Cast) -> None:
        Browser(cast, "admin").do("settings/", **self.FORM)

        cast.park.refresh_from_db()
        assert cast.park.name_zh == "新名园（演示）"
        assert AuditEntry.objects.filter(park_id=cast.park.pk, verb__startswith="park.").exists()

    def test_needs_a_name(self, cast: Cast) -> None:
        Browser(cast, "admin").do("settings/", status=422, **{**self.FORM, "name_zh": ""})

    def test_is_not_an_officers_to_change(self, cast: Cast) -> None:
        Browser(cast, "linyue").do("settings/", status=403, **self.FORM)


class TestAUnit:
    def test_is_added_renamed_closed_and_reopened(self, cast: Cast) -> None:
        admin = Browser(cast, "admin")
        admin.do("settings/units/", code="hall", kind="section", name_zh="大厅", position="9")
        unit = Unit.objects.get(park=cast.park, code="hall")

        admin.do(f"settings/units/{unit.pk}/", name_zh="便民大厅", position="9")
        admin.do(f"settings/units/{unit.pk}/close/")
        unit.refresh_from_db()
        assert (unit.name_zh, unit.is_active) == ("便民大厅", False)

        admin.do(f"settings/units/{unit.pk}/reopen/")
        unit.refresh_from_db()
        assert unit.is_active

    def test_in_which_somebody_serves_is_not_closed(self, cast: Cast) -> None:
        Browser(cast, "admin").do(f"settings/units/{cast.investment.pk}/close/", status=409)

        cast.investment.refresh_from_db()
        assert cast.investment.is_active

    def test_with_a_code_in_use_is_refused(self, cast: Cast) -> None:
        Browser(cast, "admin").do(
            "settings/units/",
            status=422,
            code=cast.general.code,
            kind="section",
            name_zh="别的",
            position="9",
        )


def test_a_duty_is_given_to_a_unit(cast: Cast) -> None:
    Browser(cast, "admin").do("settings/duties/", ENG=str(cast.power.pk))

    assert Duty.objects.get(park=cast.park).kind == "ENG"


class TestTheCalendar:
    def test_shows_holidays_and_make_up_days(self, cast: Cast) -> None:
        browser = Browser(cast, "linyue")

        assert "春节" in browser.see("calendar/?year=2026")
        browser.see("calendar/?year=1800", status=404)

    def test_day_is_set_and_cleared(self, cast: Cast) -> None:
        admin = Browser(cast, "admin")

        admin.do("calendar/day/", day="2026-12-15", kind="off", name="停电检修", calendar="")
        assert CalendarDay.objects.filter(park=cast.park, day="2026-12-15").exists()

        admin.do("calendar/day/", day="2026-12-15", kind="plain", name="", calendar="")
        assert not CalendarDay.objects.filter(
            park=cast.park, day="2026-12-15", is_working=False
        ).exists()

    def test_is_not_an_officers_to_change(self, cast: Cast) -> None:
        Browser(cast, "linyue").do(
            "calendar/day/", status=403, day="2026-12-15", kind="off", name="x", calendar=""
        )

        assert not CalendarDay.objects.filter(park=cast.park, day="2026-12-15").exists()

    def test_file_of_a_year_is_shown_and_nothing_written(self, cast: Cast) -> None:
        before = CalendarDay.objects.count()
        table = "name,date,isOffDay\n国庆节,2027-10-01,true\n春节,2027-02-06,true\n".encode()

        answer = Browser(cast, "admin").post(
            f"/{cast.park.slug}/calendar/import/", {"file": SimpleUploadedFile("2027.csv", table)}
        )

        assert answer.status_code == 200
        assert "2027" in answer.content.decode()
        assert CalendarDay.objects.count() == before

    def test_file_that_is_none_is_refused(self, cast: Cast) -> None:
        answer = Browser(cast, "admin").post(
            f"/{cast.park.slug}/calendar/import/",
            {"file": SimpleUploadedFile("年.json", b"\xff\xfe{broken")},
        )

        assert answer.status_code == 422

    def test_further_calendar_is_added_and_its_hours_changed(self, cast: Cast) -> None:
        admin = Browser(cast, "admin")

        admin.do(
            "calendar/new/",
            code="hall",
            name_zh="大厅时间",
            from_0="08:30",
            until_0="11:30",
        )
        admin.do("calendar/hall/hours/", from_0="09:00", until_0="12:00")

        row = WorkingCalendar.objects.get(park=cast.park, code="hall")
        assert row.opening == [["09:00", "12:00"]]

    def test_hours_that_end_before_they_begin_are_refused(self, cast: Cast) -> None:
        Browser(cast, "admin").do(
            "calendar/office/hours/", status=422, from_0="12:00", until_0="08:00"
        )


class TestAPromise:
    def test_is_shown_with_what_135_leaves_open(self, cast: Cast) -> None:
        page = Browser(cast, "linyue").see("promises/")

        assert "135" in page

    def test_is_chosen_for_a_type_and_level(self, cast: Cast) -> None:
        profile = PromiseProfile.objects.get(park=cast.park)

        Browser(cast, "admin").do(
            "promises/choose/", kind="", level="complex", profile=profile.code
        )

        assert PromiseChoice.objects.filter(park=cast.park, level="complex").exists()

    def test_is_not_an_officers_to_choose(self, cast: Cast) -> None:
        profile = PromiseProfile.objects.get(park=cast.park)

        Browser(cast, "linyue").do(
            "promises/choose/", status=403, kind="", level="complex", profile=profile.code
        )


class TestTheTrail:
    @pytest.fixture
    def trail(self, cast: Cast) -> Cast:
        some_entries(cast.park.pk, many=3)
        return cast

    def test_is_read_entry_by_entry(self, trail: Cast) -> None:
        auditor = Browser(trail, "auditor")

        assert "2026-1123-003" in auditor.see("audit/")
        assert "2026-1123-002" in auditor.see("audit/2/")
        auditor.see("audit/999/", status=404)

    def test_is_verified_on_the_page(self, trail: Cast) -> None:
        page = Browser(trail, "auditor").do("audit/verify/", status=200)

        assert "3" in page

    def test_is_taken_out_as_a_table_and_that_is_recorded(self, trail: Cast) -> None:
        answer = Browser(trail, "auditor").post(f"/{trail.park.slug}/audit/export/", {})

        table = read_table(b"".join(answer))
        assert len(table.rows) == 4
        assert AuditEntry.objects.filter(park_id=trail.park.pk, verb="audit.export").exists()

    def test_is_closed_to_officers(self, trail: Cast) -> None:
        Browser(trail, "linyue").see("audit/", status=403)
