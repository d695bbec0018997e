"""The park's rule of low-efficiency land, and remedies."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from qianjin.apps.land import selectors, services
from qianjin.apps.land.models import LowUse
from qianjin.apps.land.refusals import BadRemedy, MayNotKeepParcels, RemedySettled
from tests.factories.accounts import Cast
from tests.factories.land import a_parcel
from tests.factories.parks import NOON
from tests.factories.subsidies import figures

TODAY = date(2026, 11, 23)


def used(cast: Cast, firm: object, column: int = 0, **right: object) -> None:
    parcel = a_parcel(cast, column, state="built", number=f"U-{column}")
    services.add_right(
        parcel=parcel, kind="use", enterprise=firm, by=cast.acts(cast.hewei), at=NOON, **right
    )


def numbers(cast: Cast) -> list[str]:
    rule = selectors.settings_of(cast.park.pk)
    found = [one.parcel_id for one in selectors.suspects(cast.park.pk, rule, on=TODAY)]
    return [p.number for p in selectors.parcels_for(cast.acts(cast.hewei)).filter(pk__in=found)]


@pytest.mark.parametrize(
    ("tax", "found"), [("74.99", ["U-0"]), ("75", []), (None, []), ("0", ["U-0"])]
)
def test_tax_per_mu_counts_below_the_threshold_and_is_not_guessed(
    cast: Cast, tax: str | None, found: list[str]
) -> None:
    used(cast, cast.chenxi)
    figures(cast.chenxi, 2024, tax_wan=1, land_mu=15)
    figures(cast.chenxi, 2025, tax_wan=None if tax is None else Decimal(tax), land_mu=15)
    if tax is None:
        found = ["U-0"]  # the latest year with both figures is 2024

    assert numbers(cast) == found


@pytest.mark.parametrize(
    ("start_by", "started_on", "found"),
    [
        (date(2025, 11, 23), None, ["U-0"]),
        (date(2025, 11, 24), None, []),
        (date(2025, 11, 23), date(2026, 1, 1), []),
        (None, None, []),
    ],
)
def test_land_is_idle_a_year_after_the_day_to_begin(
    cast: Cast, start_by: date | None, started_on: date | None, found: list[str]
) -> None:
    used(cast, cast.chenxi, start_by=start_by, started_on=started_on)

    assert numbers(cast) == found


def test_a_rule_that_counts_nothing_finds_nothing(cast: Cast) -> None:
    used(cast, cast.chenxi, start_by=date(2020, 1, 1))
    figures(cast.chenxi, 2025, tax_wan=1, land_mu=15)
    services.set_rules(
        park=cast.park,
        version=None,
        by=cast.acts(cast.hewei),
        at=NOON,
        low_tax_wan=None,
        low_idle_months=None,
    )

    assert numbers(cast) == []


def test_the_clock_enters_each_parcel_once_and_again_after_the_case_is_settled(cast: Cast) -> None:
    used(cast, cast.chenxi, start_by=date(2020, 1, 1))

    assert services.apply_rule(park_id=cast.park.pk, at=NOON) == 1
    assert services.apply_rule(park_id=cast.park.pk, at=NOON) == 0
    case = LowUse.objects.get()
    services.settle_low_use(
        case=case, remedied=False, words="已延期批准", by=cast.acts(cast.hewei), at=NOON
    )
    case.parcel.refresh_from_db()
    assert case.parcel.low_use == ""
    assert services.apply_rule(park_id=cast.park.pk, at=NOON + timedelta(days=1)) == 1


def test_a_remedy_is_set_before_it_is_done_and_nothing_follows_the_end(cast: Cast) -> None:
    used(cast, cast.chenxi, start_by=date(2020, 1, 1))
    services.apply_rule(park_id=cast.park.pk, at=NOON)
    case, by = LowUse.objects.get(), cast.acts(cast.gumingzhou)

    with pytest.raises(RemedySettled):
        services.settle_low_use(case=case, remedied=True, words="好", by=by, at=NOON)
    for wrong in ({"remedy": "magic"}, {"due_on": None}, {"due_on": date(2026, 11, 22)},
                  {"officer": cast.chenlan}):  # fmt: skip
        given = {"remedy": "invest", "officer": None, "due_on": date(2027, 1, 1), **wrong}
        with pytest.raises(BadRemedy):
            services.set_remedy(case=case, words="", by=by, at=NOON, **given)
    services.set_remedy(
        case=case,
        remedy="take_back",
        officer=cast.gumingzhou,
        due_on=date(2027, 1, 1),
        words="",
        by=by,
        at=NOON,
    )
    with pytest.raises(MayNotKeepParcels):
        services.report_remedy(case=case, words="x", by=cast.acts(cast.yeting), at=NOON)
    services.settle_low_use(case=case, remedied=True, words="已收回", by=by, at=NOON)
    with pytest.raises(RemedySettled):
        services.report_remedy(case=case, words="x", by=by, at=NOON)
    assert [step.state for step in case.steps.all()] == ["remedied", "remedying", "found"]


def test_what_the_rule_does_not_count_is_not_entered_by_hand(cast: Cast) -> None:
    parcel, by = a_parcel(cast), cast.acts(cast.hewei)
    services.set_rules(park=cast.park, version=None, by=by, at=NOON, low_grade_d=False)

    for reasons in ([], ["grade"], ["ugly"]):
        with pytest.raises(BadRemedy):
            services.enter_low_use(parcel=parcel, reasons=reasons, words="x", by=by, at=NOON)
    services.enter_low_use(parcel=parcel, reasons=["contract"], words="投资不足", by=by, at=NOON)
    with pytest.raises(BadRemedy):
        services.enter_low_use(parcel=parcel, reasons=["contract"], words="x", by=by, at=NOON)
