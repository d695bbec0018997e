"""政策 Entering a scheme and telling enterprises of it, once in a window."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from qianjin.apps.accounts.models import Notice
from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.enterprises.models import Enterprise, ThreadEntry
from qianjin.apps.subsidies import selectors, services
from qianjin.apps.subsidies.models import Claim, ClaimReading, Scheme
from qianjin.apps.subsidies.refusals import (
    BadScheme,
    ChangedSince,
    MayNotHandle,
    MayNotKeepSchemes,
    NotInForce,
    WindowShut,
)
from qianjin.units.refusals import Missing
from tests.factories.accounts import Cast, the_cast
from tests.factories.parks import NOON
from tests.factories.subsidies import (
    a_scheme,
    figures,
)

TODAY = date(2026, 11, 23)


class TestAScheme:
    def test_is_entered_checked_and_leaves_a_trace(self, cast: Cast) -> None:
        row = a_scheme(cast)

        assert (row.version, row.checked_by_id, row.checked_at) == (1, cast.linyue.pk, NOON)
        assert AuditEntry.objects.filter(verb="scheme.write", object_id=str(row.pk)).exists()

    def test_is_kept_by_specialists_but_not_by_auditors(self, cast: Cast, scheme: Scheme) -> None:
        services.check_scheme(scheme=scheme, by=cast.acts(cast.yeting), at=NOON)

        for person in (cast.auditor, cast.admin, cast.chenlan):
            with pytest.raises(MayNotKeepSchemes):
                services.check_scheme(scheme=scheme, by=cast.acts(person), at=NOON)

    def test_raises_its_version_and_refuses_who_saw_an_older_one(
        self, cast: Cast, scheme: Scheme
    ) -> None:
        by = cast.acts(cast.linyue)
        services.change_scheme(scheme=scheme, version=1, ceiling_wan=80, by=by, at=NOON)

        with pytest.raises(ChangedSince):
            services.change_scheme(scheme=scheme, version=1, ceiling_wan=60, by=by, at=NOON)

        scheme.refresh_from_db()
        assert (scheme.version, scheme.ceiling_wan) == (2, 80)

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"title": " "}, "title"),
            ({"issuer": ""}, "issuer"),
            ({"amount_rule": ""}, "amount_rule"),
            ({"valid_until": date(2025, 1, 1)}, "valid_until"),
            ({"opens_on": date(2026, 12, 1), "closes_on": date(2026, 11, 1)}, "closes_on"),
            ({"ceiling_wan": Decimal(0)}, "ceiling_wan"),
            ({"rate_percent": Decimal(101)}, "rate_percent"),
            ({"rate_of": ""}, "rate_of"),
            ({"rate_of": "land_mu"}, "rate_of"),
            ({"figures_year": 3}, "figures_year"),
            ({"link": "javascript:alert(1)"}, "link"),
            ({"documents": ["长" * 81]}, "documents"),
            ({"conditions": [{"field": "x"}]}, "conditions"),
            ({"state": "secret"}, "state"),
        ],
    )
    def test_says_which_field_is_wrong(
        self, cast: Cast, values: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(BadScheme) as refused:
            a_scheme(cast, **values)

        assert set(refused.value.fields) == {field}
        assert not Scheme.objects.exists()

    def test_of_the_same_title_and_number_is_not_entered_twice(
        self, cast: Cast, scheme: Scheme
    ) -> None:
        with pytest.raises(BadScheme):
            a_scheme(cast)

    def test_that_is_a_draft_is_not_there_for_enterprises(self, cast: Cast) -> None:
        draft = a_scheme(cast, state="draft")

        with pytest.raises(Missing):
            selectors.scheme_for(cast.acts(cast.chenlan), draft.pk)
        assert selectors.scheme_for(cast.acts(cast.auditor), draft.pk) == draft

    def test_of_another_park_is_missing(self, cast: Cast, scheme: Scheme) -> None:
        there = the_cast()

        with pytest.raises(Missing):
            selectors.scheme_for(there.acts(there.linyue), scheme.pk)


class TestTelling:
    def test_reaches_who_meets_it_once_and_leads_to_the_claim(
        self, cast: Cast, scheme: Scheme
    ) -> None:
        figures(cast.chenxi, revenue_wan=5000)
        by = cast.acts(cast.linyue)

        first = services.tell(scheme=scheme, by=by, at=NOON)
        second = services.tell(scheme=scheme, by=by, at=NOON + timedelta(days=1))

        assert (first, second) == (1, 0)
        claim = Claim.objects.get()
        assert (claim.enterprise, claim.state, claim.year) == (cast.chenxi, "told", 2026)
        notice = Notice.objects.get(user=cast.chenlan)
        assert (notice.kind, notice.object_ref) == ("subsidies.told", str(claim.pk))
        assert not Notice.objects.filter(user=cast.duzhong).exists()
        assert ThreadEntry.objects.filter(enterprise=cast.chenxi, kind="claim").count() == 1

    def test_can_reach_chosen_ones_whose_figures_are_missing_but_none_that_fail(
        self, cast: Cast, scheme: Scheme
    ) -> None:
        figures(cast.chenxi, revenue_wan=10)
        chosen = [cast.chenxi.pk, cast.other.pk]

        told = services.tell(scheme=scheme, chosen=chosen, by=cast.acts(cast.linyue), at=NOON)

        assert told == 1
        assert Claim.objects.get().enterprise == cast.other

    def test_by_a_specialist_reaches_those_in_their_care(self, cast: Cast, scheme: Scheme) -> None:
        for firm in (cast.chenxi, cast.other):
            figures(firm, revenue_wan=5000)
        Enterprise.objects.filter(pk=cast.other.pk).update(officer=cast.yeting)

        services.tell(scheme=scheme, by=cast.acts(cast.yeting), at=NOON)

        assert Claim.objects.get().enterprise == cast.other

    def test_is_refused_to_who_may_not_and_when_there_is_nothing_to_claim(
        self, cast: Cast, scheme: Scheme
    ) -> None:
        with pytest.raises(MayNotHandle):
            services.tell(scheme=scheme, by=cast.acts(cast.auditor), at=NOON)
        with pytest.raises(WindowShut):
            services.tell(scheme=scheme, by=cast.acts(cast.linyue), at=NOON + timedelta(days=60))
        draft = a_scheme(cast, "草稿（演示）", state="draft")
        with pytest.raises(NotInForce):
            services.tell(scheme=draft, by=cast.acts(cast.linyue), at=NOON)

    def test_asks_as_much_for_many_as_for_one(
        self, cast: Cast, scheme: Scheme, django_assert_max_num_queries: Any
    ) -> None:
        from tests.factories import enterprises

        for number in range(30):
            firm = enterprises.an_enterprise(cast.park, f"演示第{number}号")
            figures(firm, revenue_wan=5000)

        with django_assert_max_num_queries(16):
            assert services.tell(scheme=scheme, by=cast.acts(cast.linyue), at=NOON) == 30

    def test_shows_who_opened_it_first(self, cast: Cast, scheme: Scheme) -> None:
        figures(cast.chenxi, revenue_wan=5000)
        services.tell(scheme=scheme, by=cast.acts(cast.linyue), at=NOON)
        claim = Claim.objects.get()
        later = NOON + timedelta(hours=5)

        assert services.opened(claim=claim, by=cast.acts(cast.chenlan), at=NOON)
        assert not services.opened(claim=claim, by=cast.acts(cast.chenlan), at=later)
        assert not services.opened(claim=claim, by=cast.acts(cast.linyue), at=NOON)
        assert not services.opened(claim=claim, by=cast.acts(cast.duzhong), at=NOON)
        assert list(ClaimReading.objects.values_list("user", "at")) == [(cast.chenlan.pk, NOON)]
