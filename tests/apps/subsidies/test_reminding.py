"""提醒与汇总 Reminders by the clock, what is filled in, what claims add up to."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from qianjin.apps.accounts.models import Notice
from qianjin.apps.enterprises.models import Enterprise, YearFigures
from qianjin.apps.enterprises.refusals import MayNotEdit
from qianjin.apps.subsidies import selectors, services
from qianjin.apps.subsidies.models import Qualification, Scheme
from qianjin.apps.subsidies.refusals import (
    MayNotFile,
)
from tests.factories.accounts import Cast
from tests.factories.parks import NOON
from tests.factories.subsidies import (
    a_claim,
    a_mark,
    a_scheme,
    approved,
    figures,
    filed,
)

TODAY = date(2026, 11, 23)


class TestReminding:
    def test_climbs_each_rung_before_the_window_closes_once(
        self, cast: Cast, scheme: Scheme
    ) -> None:
        a_claim(cast, scheme)
        park = cast.park.pk

        assert services.remind(park_id=park, at=NOON) == 0
        week = NOON + timedelta(days=31)
        assert [services.remind(park_id=park, at=week) for _ in range(2)] == [1, 0]
        day = NOON + timedelta(days=37)
        assert [services.remind(park_id=park, at=day) for _ in range(2)] == [1, 0]
        over = NOON + timedelta(days=39)
        assert services.remind(park_id=park, at=over) == 0
        assert Notice.objects.filter(user=cast.chenlan, kind="subsidies.closing").count() == 2
        assert Notice.objects.filter(user=cast.linyue, kind="subsidies.closing").count() == 2

    def test_leaves_alone_what_has_been_filed(self, cast: Cast, scheme: Scheme) -> None:
        filed(cast, scheme)

        assert services.remind(park_id=cast.park.pk, at=NOON + timedelta(days=29)) == 0

    def test_asks_the_officer_after_a_month_of_silence_and_again_after_the_next(
        self, cast: Cast, scheme: Scheme
    ) -> None:
        claim = filed(cast, scheme)
        month, park = timedelta(days=30), cast.park.pk

        assert services.remind(park_id=park, at=NOON + month) == 1
        assert services.remind(park_id=park, at=NOON + month) == 0
        services.hand_over(claim=claim, by=cast.acts(cast.linyue), at=NOON + month)
        assert services.remind(park_id=park, at=NOON + 2 * month) == 1
        assert Notice.objects.filter(user=cast.linyue, kind="subsidies.silent").count() == 2

    def test_stands_under_today_of_the_officer(self, cast: Cast, scheme: Scheme) -> None:
        claim = a_claim(cast, scheme)
        Enterprise.objects.filter(pk=cast.chenxi.pk).update(officer=cast.yeting)
        actor = cast.acts(cast.yeting)

        assert selectors.waiting_for(actor, on=TODAY) == []
        assert selectors.waiting_for(actor, on=date(2026, 12, 26)) == [claim]
        assert selectors.waiting_for(cast.acts(cast.auditor), on=date(2026, 12, 26)) == []


class TestFillingIn:
    def test_by_the_enterprise_counts_at_once_as_its_own_word(
        self, cast: Cast, scheme: Scheme
    ) -> None:
        services.fill_in(
            enterprise=cast.chenxi,
            year=2025,
            figures={"revenue_wan": Decimal(3000)},
            qualifications={"high_tech": (True, date(2028, 1, 1))},
            by=cast.acts(cast.chenlan),
            at=NOON,
        )

        match = selectors.match_of(cast.acts(cast.linyue), scheme, cast.chenxi, on=TODAY)
        assert match.verdict == "yes"
        mark = Qualification.objects.get()
        assert (mark.is_own_word, mark.stated_by) == (True, "陈岚")

    def test_never_overwrites_what_the_office_knows(self, cast: Cast) -> None:
        figures(cast.chenxi, revenue_wan=100)
        a_mark(cast.chenxi, holds=False)

        services.fill_in(
            enterprise=cast.chenxi,
            year=2025,
            figures={"revenue_wan": Decimal(3000), "rnd_wan": Decimal(90)},
            qualifications={"high_tech": (True, None)},
            by=cast.acts(cast.chenlan),
            at=NOON,
        )

        row = YearFigures.objects.get()
        assert (row.revenue_wan, row.rnd_wan) == (100, 90)
        assert not Qualification.objects.get().holds

    def test_is_not_for_others(self, cast: Cast) -> None:
        given: dict[str, Any] = {"enterprise": cast.chenxi, "year": 2025, "at": NOON}
        with pytest.raises(MayNotEdit):
            services.fill_in(**given, figures={"rnd_wan": Decimal(1)}, by=cast.acts(cast.duzhong))
        with pytest.raises(MayNotFile):
            services.fill_in(
                **given, qualifications={"high_tech": (True, None)}, by=cast.acts(cast.auditor)
            )
        assert not YearFigures.objects.exists()

    def test_by_the_office_corrects_the_enterprise(self, cast: Cast) -> None:
        given: dict[str, Any] = {"enterprise": cast.chenxi, "year": 2025, "at": NOON}
        services.fill_in(
            **given, qualifications={"high_tech": (True, None)}, by=cast.acts(cast.chenlan)
        )

        services.fill_in(
            **given, qualifications={"high_tech": (False, None)}, by=cast.acts(cast.linyue)
        )

        mark = Qualification.objects.get()
        assert (mark.holds, mark.is_own_word) == (False, False)


class TestTotals:
    def test_add_up_by_scheme_enterprise_and_year(self, cast: Cast, scheme: Scheme) -> None:
        claim = approved(cast, scheme)
        services.pay(
            claim=claim, paid_wan=Decimal(40), paid_on=TODAY, by=cast.acts(cast.linyue), at=NOON
        )
        other = a_scheme(cast, "首台套奖励（演示）", conditions=[], documents=[])
        services.file_claim(
            claim=services.begin(
                scheme=other, enterprise=cast.other, by=cast.acts(cast.duzhong), at=NOON
            ),
            claimed_wan=Decimal(20),
            by=cast.acts(cast.duzhong),
            at=NOON,
        )
        actor, every = cast.acts(cast.auditor), selectors.ClaimFilters()

        by_scheme = selectors.totals(actor, every, "scheme")
        assert [(one.label, one.claimed, one.approved, one.paid) for one in by_scheme] == [
            (scheme.title, 50, 40, 40),
            (other.title, 20, 0, 0),
        ]
        assert [one.label for one in selectors.totals(actor, every, "enterprise")] == [
            cast.chenxi.name,
            cast.other.name,
        ]
        assert [(one.label, one.claimed) for one in selectors.totals(actor, every, "year")] == [
            ("2026", 70)
        ]
        assert selectors.amounts(cast.acts(cast.duzhong), every).claimed == 20
        assert selectors.state_counts(actor, every)["paid"] == 1
