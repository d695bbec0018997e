"""Years: taking over an official list of days, comparing it first, and the page of a year."""

from __future__ import annotations

import json
from datetime import date, time

import pytest

from qianjin.apps.audit import selectors as audit
from qianjin.apps.parks import selectors, services
from tests.factories.parks import NOON, works

pytestmark = pytest.mark.django_db

# What a notice for 2027 may look like; invented, the true one does not exist yet.
YEAR_2027 = [
    ("元旦", "2027-01-01", True),
    ("元旦", "2027-01-04", False),
    ("春节", "2027-02-05", True),
    ("春节", "2027-02-06", True),
    ("春节", "2027-02-07", True),
    ("春节", "2027-02-08", True),
    ("春节", "2027-02-20", False),
    ("清明节", "2027-04-05", True),
    ("劳动节", "2027-05-01", True),
    ("劳动节", "2027-05-03", True),
    ("端午节", "2027-06-09", True),
    ("中秋节", "2027-09-15", True),
    ("国庆节", "2027-10-01", True),
    ("国庆节", "2027-10-04", True),
    ("元旦", "2026-12-26", False),
]


def as_csv(rows=YEAR_2027) -> bytes:
    lines = [f"{name},{day},{str(off).lower()}" for name, day, off in rows]
    return "\n".join(["name,date,isOffDay", *lines]).encode()


class TestAdoptingAYear:
    def test_makes_it_official_and_replaces_its_days(self, park, admin) -> None:
        years = services.adopt_year(
            park=park, data=as_csv(), file_name="2027.csv", by=admin, at=NOON
        )

        assert years == [2027]
        row = selectors.years_of(park.pk).get(year=2027)
        assert (row.status, row.source, row.imported_by) == ("official", "2027.csv", "园区管理员")
        assert works(park, "2027-02-20") is True
        assert works(park, "2027-05-03") is False
        # Provisional National Day had three days; the notice of this test gives back the 4th.
        assert works(park, "2027-10-04") is False

    def test_settles_a_stray_day_of_the_december_before_without_touching_that_year(
        self, park, admin
    ) -> None:
        before = selectors.days_of(park.pk, 2026).count()

        services.adopt_year(park=park, data=as_csv(), file_name="2027.csv", by=admin, at=NOON)

        assert works(park, "2026-12-26") is True
        assert works(park, "2026-10-10") is True
        assert selectors.days_of(park.pk, 2026).count() == before + 1

    def test_reads_the_json_of_the_holiday_project(self, park, admin) -> None:
        days = [{"name": n, "date": d, "isOffDay": off} for n, d, off in YEAR_2027]
        data = json.dumps({"year": 2027, "days": days}).encode()

        assert services.adopt_year(
            park=park, data=data, file_name="2027.JSON", by=admin, at=NOON
        ) == [2027]

    def test_makes_due_times_stale_and_leaves_a_trace(self, park, admin) -> None:
        services.adopt_year(park=park, data=as_csv(), file_name="2027.csv", by=admin, at=NOON)

        assert selectors.park_by_id(park.pk).calendar_version == 2
        entry = audit.entries_of(park.pk).get()
        assert (entry.verb, entry.detail["years"]) == ("calendar.adopt", [2027])

    def test_refuses_an_officer(self, park, officer) -> None:
        with pytest.raises(services.MayNotEditCalendar):
            services.adopt_year(park=park, data=as_csv(), file_name="x.csv", by=officer, at=NOON)

        assert works(park, "2027-02-20") is False

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"name,date,isOffDay\nx,2027-13-01,true", "2027-13-01"),
            (b"name,date,isOffDay\nx,2027-10-01,maybe", "maybe"),
            (b"name,date\nx,2027-10-01", "isOffDay"),
            (b"", ""),
            (b"\xff\xfe\x00", ""),
            (b"name,date,isOffDay\nx,2027-03-01,true", "10"),
        ],
    )
    def test_takes_nothing_over_when_a_row_cannot_be_read(self, park, admin, data, words) -> None:
        with pytest.raises(services.BadCalendar) as refusal:
            services.adopt_year(park=park, data=data, file_name="x.csv", by=admin, at=NOON)

        assert words in " ".join(map(str, refusal.value.fields["file"]))
        assert selectors.years_of(park.pk).get(year=2027).status == "provisional"
        assert selectors.park_by_id(park.pk).calendar_version == 1


class TestComparing:
    def test_says_day_by_day_what_would_change_and_writes_nothing(self, park) -> None:
        years = services.compare_years(park=park, data=as_csv(), file_name="2027.csv")

        assert [(y.year, y.is_settled, y.was_official) for y in years] == [
            (2026, False, True),
            (2027, True, False),
        ]
        changes = {c.day.isoformat(): (c.was_working, c.is_working) for c in years[1].changes}
        assert changes["2027-02-20"] == (False, True)
        assert changes["2027-05-03"] == (True, False)
        assert "2027-05-01" not in changes
        assert [c.day.isoformat() for c in years[0].changes] == ["2026-12-26"]
        assert selectors.years_of(park.pk).get(year=2027).status == "provisional"

    def test_names_a_day_set_by_hand_that_the_file_would_undo(self, park, admin) -> None:
        services.set_day(
            park=park, day=date(2027, 3, 10), is_working=False, name="园庆", by=admin, at=NOON
        )
        fresh = selectors.park_by_id(park.pk)

        years = services.compare_years(park=fresh, data=as_csv(), file_name="2027.csv")

        change = next(c for c in years[1].changes if c.day == date(2027, 3, 10))
        assert (change.was_name, change.was_working, change.is_working) == ("园庆", False, True)

    def test_finds_nothing_in_a_file_that_says_what_is_known(self, park) -> None:
        rows = [
            (d.name, d.day.isoformat(), not d.is_working) for d in selectors.days_of(park.pk, 2026)
        ]

        (year,) = services.compare_years(park=park, data=as_csv(rows), file_name="x.csv")

        assert (year.year, year.was_official, year.changes) == (2026, True, ())


class TestTheYearPage:
    def test_counts_what_the_state_council_announced_for_2026(self, park) -> None:
        page = selectors.year_page(park, selectors.calendar_for(park.pk, ""), 2026)

        assert page.is_official
        assert [len(month) for month in page.months][:3] == [31, 28, 31]
        assert page.makeup_days == 6
        assert page.working_days == 248

    def test_of_a_year_without_notice_is_provisional(self, park) -> None:
        calendar = selectors.calendar_for(park.pk, "")

        for year in (2027, 2035):
            page = selectors.year_page(park, calendar, year)
            assert not page.is_official
            assert page.makeup_days == 0
            assert page.holidays >= 10

    def test_marks_a_day_of_this_calendar_alone(self, park, admin) -> None:
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
            name="",
            by=admin,
            at=NOON,
            calendar=counter,
        )
        fresh = selectors.park_by_id(park.pk)

        page = selectors.year_page(fresh, counter, 2026)

        own = [day.day for month in page.months for day in month if day.is_own]
        assert own == [date(2026, 11, 28)]
