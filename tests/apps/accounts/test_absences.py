"""请假替岗 Absences: whose, with which deputy, on which days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qianjin.apps.accounts import selectors, services
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import Absence, Notice
from qianjin.apps.audit import selectors as audit
from qianjin.units.refusals import Missing
from tests.factories.accounts import TODAY, an_absence, the_cast
from tests.factories.parks import NOON

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def enter(cast, **fields) -> Absence:
    """叶汀 enters her own absence of today and tomorrow; 周衡 stands in."""
    told = {
        "absent": cast.yeting,
        "deputy": cast.zhouheng,
        "from_on": TODAY,
        "until_on": TOMORROW,
        "by": cast.acts(cast.yeting),
        "at": NOON,
        **fields,
    }
    return services.enter_absence(**told)


def kinds(user) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("id").values_list("kind", flat=True))


class TestEntering:
    def test_names_a_deputy_and_tells_them(self, cast) -> None:
        row = enter(cast, reason=" 年休 ")

        assert (row.deputy, row.reason, row.entered_by) == (cast.zhouheng, "年休", cast.yeting)
        assert kinds(cast.zhouheng) == ["absence.deputy"]
        assert kinds(cast.yeting) == []
        (entry,) = audit.entries_about(cast.park.pk, "person", cast.yeting.pk)
        assert (entry.verb, entry.detail["deputy"]) == ("absence.enter", "周衡")
        assert cast.acts(cast.zhouheng).acting_for == {cast.yeting.pk}

    def test_by_the_head_tells_the_absent_too(self, cast) -> None:
        enter(cast, by=cast.acts(cast.zhouheng))

        assert kinds(cast.yeting) == ["absence.entered"]
        assert kinds(cast.zhouheng) == []

    def test_is_for_oneself_one_s_section_or_those_over_all(self, cast) -> None:
        for by in (cast.gumingzhou, cast.chenlan, cast.liaison):
            with pytest.raises(services.MayNotEnterAbsence):
                enter(cast, by=cast.acts(by))
        with pytest.raises(services.MayNotEnterAbsence):
            enter(cast, by=Actor.clock(cast.park.pk))

        assert enter(cast, by=cast.acts(cast.hewei)).pk

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"from_on": TOMORROW, "until_on": TODAY}, "until_on"),
            ({"from_on": date(2026, 11, 1), "until_on": YESTERDAY}, "until_on"),
            ({"until_on": TODAY + timedelta(days=366)}, "until_on"),
        ],
    )
    def test_needs_days_that_make_sense(self, cast, fields, field) -> None:
        with pytest.raises(services.BadAbsence) as refusal:
            enter(cast, **fields)

        assert list(refusal.value.fields) == [field]
        assert enter(cast, from_on=YESTERDAY, until_on=TODAY).pk

    def test_needs_another_person_of_the_park_who_is_there(self, cast) -> None:
        an_absence(cast.park, cast.linyue, cast.hewei, TOMORROW, TOMORROW)

        for deputy in (cast.yeting, cast.chenlan, the_cast().linyue, cast.linyue):
            with pytest.raises(services.BadAbsence) as refusal:
                enter(cast, deputy=deputy)
            assert list(refusal.value.fields) == ["deputy"]

        assert enter(cast, deputy=cast.linyue, until_on=TODAY).pk

    def test_of_somebody_who_serves_elsewhere_is_refused(self, cast) -> None:
        with pytest.raises(services.BadAbsence) as refusal:
            enter(cast, absent=the_cast().linyue, by=cast.acts(cast.admin))

        assert list(refusal.value.fields) == ["absent"]

    def test_does_not_overlap_one_already_entered(self, cast) -> None:
        enter(cast)

        with pytest.raises(services.BadAbsence) as refusal:
            enter(cast, from_on=TOMORROW, until_on=TOMORROW)
        assert list(refusal.value.fields) == ["from_on"]
        later = TOMORROW + timedelta(days=1)
        assert enter(cast, from_on=later, until_on=later).pk


class TestEnding:
    def test_early_makes_yesterday_the_last_day(self, cast) -> None:
        row = an_absence(cast.park, cast.yeting, cast.zhouheng, YESTERDAY, TOMORROW)

        services.end_absence(absence=row, by=cast.acts(cast.yeting), at=NOON)

        row.refresh_from_db()
        assert row.until_on == YESTERDAY
        assert kinds(cast.zhouheng) == ["absence.ended"]
        assert cast.acts(cast.zhouheng).acting_for == frozenset()

    def test_before_it_began_removes_it(self, cast) -> None:
        row = enter(cast)

        services.end_absence(absence=row, by=cast.acts(cast.zhouheng), at=NOON)

        assert not Absence.objects.exists()
        with pytest.raises(services.AbsenceOver):
            services.end_absence(absence=row, by=cast.acts(cast.yeting), at=NOON)

    def test_what_is_over_is_refused(self, cast) -> None:
        row = an_absence(cast.park, cast.yeting, cast.zhouheng, YESTERDAY, YESTERDAY)

        with pytest.raises(services.AbsenceOver):
            services.end_absence(absence=row, by=cast.acts(cast.yeting), at=NOON)

    def test_is_for_those_who_may_enter_it(self, cast) -> None:
        row, elsewhere = enter(cast), the_cast()

        for by in (cast.acts(cast.gumingzhou), elsewhere.acts(elsewhere.admin)):
            with pytest.raises(services.MayNotEnterAbsence):
                services.end_absence(absence=row, by=by, at=NOON)


class TestTheDoors:
    def test_show_the_office_all_and_a_liaison_their_own(self, cast) -> None:
        row = an_absence(cast.park, cast.yeting, cast.zhouheng, YESTERDAY, TODAY)
        own = an_absence(cast.park, cast.liaison, cast.linyue)

        assert list(selectors.absences_of(cast.acts(cast.linyue), from_on=TODAY)) == [row, own]
        assert list(selectors.absences_of(cast.acts(cast.liaison), from_on=TODAY)) == [own]
        assert not selectors.absences_of(cast.acts(cast.hewei), from_on=TOMORROW).exists()
        assert selectors.absence_for(cast.acts(cast.hewei), row.pk) == row
        with pytest.raises(Missing):
            selectors.absence_for(cast.acts(cast.liaison), row.pk)

    def test_offer_for_whom_one_may_enter_an_absence_oneself_first(self, cast) -> None:
        def offered(who):
            return selectors.may_be_absent(cast.acts(who), on=TODAY)

        assert offered(cast.yeting) == [cast.yeting]
        assert offered(cast.zhouheng) == [cast.zhouheng, cast.yeting]
        assert offered(cast.hewei)[0] == cast.hewei
        assert cast.liaison in offered(cast.hewei)
        assert cast.chenlan not in offered(cast.hewei)

    def test_offer_deputies_from_the_office_and_to_a_liaison_from_their_unit(self, cast) -> None:
        office = selectors.possible_deputies(cast.acts(cast.yeting), on=TODAY)

        assert {cast.linyue, cast.hewei} <= set(office)
        assert selectors.possible_deputies(cast.acts(cast.liaison), on=TODAY) == [cast.liaison]
