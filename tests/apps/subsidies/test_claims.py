"""申报 From preparing to being paid: who may, what is refused, what is left behind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from qianjin.apps.accounts.models import Notice
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.subsidies import selectors, services
from qianjin.apps.subsidies.models import Claim, Scheme
from qianjin.apps.subsidies.refusals import (
    BadClaim,
    MayNotFile,
    MayNotHandle,
    NotNow,
    WindowShut,
)
from qianjin.units.refusals import Missing
from tests.factories.accounts import Cast, the_cast
from tests.factories.parks import NOON
from tests.factories.subsidies import (
    a_claim,
    approved,
    filed,
    pdf,
    with_documents,
)

TODAY = date(2026, 11, 23)


class TestPreparing:
    def test_begins_without_having_been_told_and_only_once(
        self, cast: Cast, scheme: Scheme
    ) -> None:
        first, second = a_claim(cast, scheme), a_claim(cast, scheme)

        assert first == second
        assert first.steps.count() == 1

    def test_is_for_ones_own_enterprise_alone(self, cast: Cast, scheme: Scheme) -> None:
        with pytest.raises(MayNotFile):
            a_claim(cast, scheme, cast.other)
        with pytest.raises(MayNotFile):
            services.begin(
                scheme=scheme, enterprise=cast.chenxi, by=cast.acts(cast.yeting), at=NOON
            )

    def test_keeps_documents_by_what_the_scheme_asks_for(self, cast: Cast, scheme: Scheme) -> None:
        claim = a_claim(cast, scheme)

        services.add_files(
            claim=claim, files=[pdf()], document="申报表", by=cast.acts(cast.chenlan), at=NOON
        )

        assert selectors.lacking(claim, selectors.files_of(claim)) == ["研发费用辅助账"]
        with pytest.raises(BadClaim):
            services.add_files(
                claim=claim, files=[pdf()], document="别的", by=cast.acts(cast.chenlan), at=NOON
            )
        with pytest.raises(BadClaim):
            services.add_files(claim=claim, files=[], by=cast.acts(cast.chenlan), at=NOON)

    def test_can_be_given_up_and_begun_again(self, cast: Cast, scheme: Scheme) -> None:
        claim = a_claim(cast, scheme)

        declined = services.decline(
            claim=claim, words="今年不符合", by=cast.acts(cast.chenlan), at=NOON
        )

        assert declined.state == "declined"
        assert a_claim(cast, scheme).state == "preparing"


class TestFiling:
    def test_names_the_documents_still_missing(self, cast: Cast, scheme: Scheme) -> None:
        claim = a_claim(cast, scheme)

        with pytest.raises(BadClaim) as refused:
            services.file_claim(
                claim=claim, claimed_wan=Decimal(50), by=cast.acts(cast.chenlan), at=NOON
            )

        assert refused.value.fields["files"] == ["还缺：申报表、研发费用辅助账。"]

    def test_elsewhere_is_for_the_office_to_say(self, cast: Cast, scheme: Scheme) -> None:
        claim = a_claim(cast, scheme)
        given: dict[str, Any] = {"claim": claim, "claimed_wan": Decimal(50), "elsewhere": True}

        with pytest.raises(BadClaim):
            services.file_claim(**given, by=cast.acts(cast.chenlan), at=NOON)
        row = services.file_claim(**given, by=cast.acts(cast.linyue), at=NOON)

        assert (row.state, row.filed_on) == ("filed", TODAY)

    @pytest.mark.parametrize("amount", [None, "0", "-1", "100.01", "1.00001"])
    def test_refuses_an_amount_that_is_none_or_above_the_ceiling(
        self, cast: Cast, scheme: Scheme, amount: str | None
    ) -> None:
        claim = with_documents(cast, a_claim(cast, scheme))

        with pytest.raises(BadClaim) as refused:
            services.file_claim(
                claim=claim,
                claimed_wan=None if amount is None else Decimal(amount),
                by=cast.acts(cast.chenlan),
                at=NOON,
            )

        assert set(refused.value.fields) == {"claimed_wan"}

    def test_outside_the_window_is_refused_with_its_days(self, cast: Cast, scheme: Scheme) -> None:
        claim = with_documents(cast, a_claim(cast, scheme))

        with pytest.raises(WindowShut) as refused:
            services.file_claim(
                claim=claim,
                claimed_wan=Decimal(50),
                filed_on=date(2026, 10, 31),
                by=cast.acts(cast.linyue),
                at=NOON,
            )

        assert str(refused.value) == "申报时间为2026-11-01至2026-12-31。"

    def test_tells_the_officer_or_who_keeps_the_scheme(self, cast: Cast, scheme: Scheme) -> None:
        filed(cast, scheme)

        assert Notice.objects.filter(user=cast.linyue, kind="subsidies.filed").count() == 1


class TestCarryingOn:
    def test_from_the_bureau_to_payment_in_two_parts(self, cast: Cast, scheme: Scheme) -> None:
        by = cast.acts(cast.linyue)
        claim = services.hand_over(claim=filed(cast, scheme), by=by, at=NOON)
        assert claim.state == "review"

        claim = services.approve(claim=claim, approved_wan=Decimal("40.5"), by=by, at=NOON)
        claim = services.pay(claim=claim, paid_wan=Decimal(30), paid_on=TODAY, by=by, at=NOON)
        assert (claim.state, claim.paid_wan) == ("approved", 30)
        claim = services.pay(claim=claim, paid_wan=Decimal("10.5"), paid_on=TODAY, by=by, at=NOON)

        assert (claim.state, claim.paid_wan, claim.paid_on) == ("paid", Decimal("40.5"), TODAY)
        kinds = [step.kind for step in selectors.steps_of(claim)]
        assert kinds[:4] == ["paid", "paid", "approved", "handed_over"]
        told = Notice.objects.filter(user=cast.chenlan).values_list("kind", flat=True)
        assert sorted(told) == [
            "subsidies.approved",
            "subsidies.paid",
            "subsidies.paid",
            "subsidies.review",
        ]

    def test_never_pays_more_than_was_approved(self, cast: Cast, scheme: Scheme) -> None:
        claim = approved(cast, scheme)

        with pytest.raises(BadClaim) as refused:
            services.pay(
                claim=claim,
                paid_wan=Decimal("40.0001"),
                paid_on=TODAY,
                by=cast.acts(cast.linyue),
                at=NOON,
            )

        assert refused.value.fields["paid_wan"] == ["待兑付只剩40万元。"]
        with pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.filter(pk=claim.pk).update(paid_wan=41, paid_on=TODAY)

    @pytest.mark.parametrize("day", [None, date(2026, 11, 24), date(2026, 11, 22)])
    def test_pays_on_no_day_to_come_and_none_before_it_was_filed(
        self, cast: Cast, scheme: Scheme, day: date | None
    ) -> None:
        claim = approved(cast, scheme)

        with pytest.raises(BadClaim) as refused:
            services.pay(
                claim=claim, paid_wan=Decimal(1), paid_on=day, by=cast.acts(cast.linyue), at=NOON
            )

        assert set(refused.value.fields) == {"paid_on"}

    def test_sent_back_says_what_is_missing_and_can_be_filed_again(
        self, cast: Cast, scheme: Scheme
    ) -> None:
        by = cast.acts(cast.linyue)
        claim = filed(cast, scheme)
        with pytest.raises(BadClaim):
            services.send_back(claim=claim, words=" ", by=by, at=NOON)

        claim = services.send_back(claim=claim, words="缺盖章页", by=by, at=NOON)
        claim = services.file_claim(
            claim=claim, claimed_wan=Decimal(45), by=cast.acts(cast.chenlan), at=NOON
        )

        assert (claim.state, claim.claimed_wan) == ("filed", 45)

    def test_a_refusal_has_its_reason(self, cast: Cast, scheme: Scheme) -> None:
        claim = services.refuse(
            claim=filed(cast, scheme), words="研发费用口径不符", by=cast.acts(cast.linyue), at=NOON
        )

        assert (claim.state, claim.refused_because) == ("refused", "研发费用口径不符")
        with pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.filter(pk=claim.pk).update(refused_because="")

    def test_is_for_the_officer_of_the_enterprise(self, cast: Cast, scheme: Scheme) -> None:
        claim = filed(cast, scheme)

        for person in (cast.yeting, cast.auditor, cast.chenlan, cast.admin):
            with pytest.raises(MayNotHandle):
                services.hand_over(claim=claim, by=cast.acts(person), at=NOON)
        Enterprise.objects.filter(pk=cast.chenxi.pk).update(officer=cast.yeting)
        services.hand_over(claim=claim, by=cast.acts(cast.yeting), at=NOON)

    def test_is_refused_where_it_has_no_meaning(self, cast: Cast, scheme: Scheme) -> None:
        by = cast.acts(cast.linyue)
        claim = a_claim(cast, scheme)
        with pytest.raises(NotNow) as refused:
            services.approve(claim=claim, approved_wan=Decimal(1), by=by, at=NOON)
        assert "准备中" in str(refused.value)
        paid = approved(cast, scheme)
        with pytest.raises(NotNow):
            services.refuse(claim=paid, words="不行", by=by, at=NOON)
        with pytest.raises(NotNow):
            a_claim(cast, scheme)

    def test_of_another_park_is_not_there(self, cast: Cast, scheme: Scheme) -> None:
        claim, there = filed(cast, scheme), the_cast()

        with pytest.raises(Missing):
            selectors.claim_for(there.acts(there.linyue), claim.pk)
        with pytest.raises(Missing):
            selectors.claim_for(cast.acts(cast.duzhong), claim.pk)
        with pytest.raises(MayNotHandle):
            services.hand_over(claim=claim, by=there.acts(there.linyue), at=NOON)
