"""Days, hours and calendars; every change makes due times stale."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.db import transaction

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Role
from qianjin.apps.audit import selectors as audit
from qianjin.apps.parks import planning, selectors, services
from qianjin.apps.parks.models import CalendarDay
from qianjin.units.refusals import Missing
from tests.factories.parks import NOON, a_park, works

pytestmark = pytest.mark.django_db


class TestOpeningHours:
    def test_of_one_calendar_move_its_due_times_only(self, park, admin) -> None:
        counter = services.add_calendar(
            park=park,
            code="counter",
            name_zh="窗口",
            opening=[(time(9), time(17))],
            by=admin,
            at=NOON,
        )

        services.set_opening(
            calendar=counter, opening=[(time(9), time(12)), (time(13), time(20))], by=admin, at=NOON
        )

        fresh = selectors.park_by_id(park.pk)
        monday = datetime(2026, 11, 23, 2, tzinfo=UTC).date()
        assert planning.calendar_of(fresh, "counter").closes_at(monday).hour == 20
        assert planning.calendar_of(fresh).closes_at(monday).hour == 17
        assert fresh.calendar_version == 3

    @pytest.mark.parametrize(
        "opening",
        [
            [],
            [(time(12), time(8))],
            [(time(8), time(8))],
            [(time(8), time(12)), (time(11), time(17))],
            [(time(13), time(17)), (time(8), time(12))],
        ],
    )
    def test_must_run_forward_without_overlap(self, park, admin, opening) -> None:
        calendar = selectors.calendar_for(park.pk, "")

        with pytest.raises(services.BadOpening):
            services.set_opening(calendar=calendar, opening=opening, by=admin, at=NOON)

    def test_equal_hours_change_nothing(self, park, admin) -> None:
        calendar = selectors.calendar_for(park.pk, "")
        same = [(time(8, 30), time(12)), (time(13, 30), time(17, 30))]

        services.set_opening(calendar=calendar, opening=same, by=admin, at=NOON)

        assert selectors.park_by_id(park.pk).calendar_version == 1
        assert not audit.entries_of(park.pk).exists()

    def test_are_not_for_officers(self, park, officer) -> None:
        calendar = selectors.calendar_for(park.pk, "")

        with pytest.raises(services.MayNotEditCalendar):
            services.set_opening(
                calendar=calendar, opening=[(time(9), time(17))], by=officer, at=NOON
            )


class TestCalendars:
    def test_can_be_added_and_renamed(self, park, admin) -> None:
        row = services.add_calendar(
            park=park,
            code="duty",
            name_zh="值班",
            opening=[(time(0), time(23, 59))],
            by=admin,
            at=NOON,
        )

        services.rename_calendar(calendar=row, name_zh="值班岗", name_en="Duty", by=admin, at=NOON)

        assert [c.name_zh for c in selectors.calendars_of(park.pk)] == ["办公时间", "值班岗"]
        verbs = [entry.verb for entry in audit.entries_of(park.pk)]
        assert verbs == ["calendar.rename", "calendar.opening"]

    @pytest.mark.parametrize(
        ("field", "value"), [("code", "office"), ("code", "Duty Desk"), ("name_zh", "")]
    )
    def test_need_a_free_code_and_a_name(self, park, admin, field, value) -> None:
        told = {"code": "duty", "name_zh": "值班", field: value}

        with pytest.raises(services.BadCalendar) as refusal:
            services.add_calendar(
                park=park, opening=[(time(9), time(17))], by=admin, at=NOON, **told
            )

        assert list(refusal.value.fields) == [field]

    def test_a_calendar_without_a_name_is_refused_when_renamed(self, park, admin) -> None:
        calendar = selectors.calendar_for(park.pk, "")

        with pytest.raises(services.BadCalendar):
            services.rename_calendar(calendar=calendar, name_zh="", name_en="", by=admin, at=NOON)

    def test_nothing_remains_of_one_whose_hours_are_refused(self, park, admin) -> None:
        with pytest.raises(services.BadOpening), transaction.atomic():
            services.add_calendar(
                park=park, code="duty", name_zh="值班", opening=[], by=admin, at=NOON
            )

        assert [c.code for c in selectors.calendars_of(park.pk)] == ["office"]

    def test_of_another_park_is_missing(self, park) -> None:
        with pytest.raises(Missing):
            selectors.calendar_for(park.pk, "nowhere")


class TestASingleDay:
    def test_can_be_taken_off_for_the_park(self, park, admin) -> None:
        services.set_day(
            park=park, day=date(2026, 11, 24), is_working=False, name="园庆", by=admin, at=NOON
        )

        assert works(park, "2026-11-24") is False
        assert audit.entries_of(park.pk).get().verb == "calendar.day"

    def test_can_be_set_for_one_calendar_alone(self, park, admin) -> None:
        counter = services.add_calendar(
            park=park,
            code="counter",
            name_zh="窗口",
            opening=[(time(9), time(17))],
            by=admin,
            at=NOON,
        )

        services.set_day(
            park=park,
            day=date(2026, 11, 28),
            is_working=True,
            name="值班",
            by=admin,
            at=NOON,
            calendar=counter,
        )

        assert works(park, "2026-11-28", "counter") is True
        assert works(park, "2026-11-28") is False

    def test_in_a_year_nobody_holds_does_not_disturb_its_computed_holidays(
        self, park, admin
    ) -> None:
        """2031-10-01 is National Day by rule; setting it by hand must not contradict itself."""
        services.set_day(
            park=park, day=date(2031, 10, 1), is_working=True, name="", by=admin, at=NOON
        )

        assert works(park, "2031-10-01") is True
        assert works(park, "2031-10-02") is False

    def test_goes_back_to_what_the_notice_says(self, park, admin) -> None:
        services.set_day(
            park=park, day=date(2026, 10, 1), is_working=True, name="", by=admin, at=NOON
        )

        assert services.clear_day(park=park, day=date(2026, 10, 1), by=admin, at=NOON) is True

        assert works(park, "2026-10-01") is False
        assert CalendarDay.objects.get(park=park, day=date(2026, 10, 1)).name == "国庆节"

    def test_goes_back_to_its_weekday_where_the_notice_is_silent(self, park, admin) -> None:
        services.set_day(
            park=park, day=date(2026, 11, 24), is_working=False, name="", by=admin, at=NOON
        )

        services.clear_day(park=park, day=date(2026, 11, 24), by=admin, at=NOON)

        assert works(park, "2026-11-24") is True
        assert not CalendarDay.objects.filter(park=park, day=date(2026, 11, 24)).exists()

    def test_that_was_never_set_has_nothing_to_clear(self, park, admin) -> None:
        assert services.clear_day(park=park, day=date(2026, 11, 24), by=admin, at=NOON) is False
        assert selectors.park_by_id(park.pk).calendar_version == 1

    def test_is_not_for_officers(self, park, officer) -> None:
        about = {"park": park, "day": date(2026, 11, 24), "by": officer, "at": NOON}

        with pytest.raises(services.MayNotEditCalendar):
            services.set_day(is_working=False, name="", **about)
        with pytest.raises(services.MayNotEditCalendar):
            services.clear_day(**about)

    def test_must_lie_within_reach_and_belong_to_the_park(self, park, admin) -> None:
        elsewhere = selectors.calendar_for(a_park().pk, "")
        about = {"park": park, "is_working": True, "name": "", "by": admin, "at": NOON}

        with pytest.raises(services.BadDay):
            services.set_day(day=date(2300, 1, 1), **about)
        with pytest.raises(services.BadDay):
            services.set_day(day=date(2026, 11, 24), calendar=elsewhere, **about)


@pytest.mark.django_db(transaction=True)
def test_a_calendar_compiled_in_a_transaction_that_failed_is_not_kept() -> None:
    """version 2 rolls back ── another change becomes version 2 ── it must not meet the first."""
    park = a_park()
    admin = Actor(1, "园区管理员", park.pk, roles=(Role.PARK_ADMIN,))
    with pytest.raises(RuntimeError), transaction.atomic():
        services.set_day(
            park=park, day=date(2026, 11, 24), is_working=False, name="", by=admin, at=NOON
        )
        assert works(park, "2026-11-24") is False
        raise RuntimeError

    services.set_day(
        park=selectors.park_by_id(park.pk),
        day=date(2026, 11, 25),
        is_working=False,
        name="",
        by=admin,
        at=NOON,
    )

    assert works(park, "2026-11-24") is True
    assert works(park, "2026-11-25") is False
