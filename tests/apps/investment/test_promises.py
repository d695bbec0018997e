"""履约 Promises compared with reality; what the park promised and paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from qianjin.apps.enterprises.models import YearFigures
from qianjin.apps.investment import selectors, services
from qianjin.apps.investment.models import Project, Subsidy
from qianjin.apps.investment.refusals import BadCommitment, MayNotKeepProject
from tests.factories.accounts import Cast
from tests.factories.investment import a_project
from tests.factories.parks import NOON

TODAY = date(2026, 11, 23)


@pytest.fixture
def project(cast: Cast) -> Project:
    return a_project(cast, land_mu=100)


def promised(cast: Cast, project: Project, kind: str, due: date, amount: str = "") -> None:
    services.commit(
        project=project,
        kind=kind,
        due_on=due,
        amount=Decimal(amount) if amount else None,
        by=cast.acts(cast.yeting),
        at=NOON,
    )


def states(cast: Cast, project: Project) -> dict[tuple[str, int], str]:
    rows = selectors.commitments_of(project, on=TODAY)
    return {(row.commitment.kind, cell.year): cell.state for row in rows for cell in row.years}


def test_an_amount_counts_from_its_year_on_and_less_is_not_kept(
    cast: Cast, project: Project
) -> None:
    promised(cast, project, "tax_per_mu", date(2024, 12, 31), "30")
    row = project.commitments.get()
    for year, amount in ((2024, 31), (2025, 29)):
        services.report_year(
            commitment=row, year=year, amount=Decimal(amount), by=cast.acts(cast.yeting), at=NOON
        )

    found = states(cast, project)

    assert found["tax_per_mu", 2024] == "kept"
    assert found["tax_per_mu", 2025] == "broken"
    assert found["tax_per_mu", 2026] == "coming"  # the year is not over


def test_of_energy_less_is_better(cast: Cast, project: Project) -> None:
    promised(cast, project, "energy", date(2025, 12, 31), "0.5")
    services.report_year(
        commitment=project.commitments.get(),
        year=2025,
        amount=Decimal("0.4"),
        by=cast.acts(cast.yeting),
        at=NOON,
    )

    assert states(cast, project)["energy", 2025] == "kept"


def test_a_day_is_kept_by_being_met_and_broken_by_passing(cast: Cast, project: Project) -> None:
    promised(cast, project, "start", date(2026, 6, 30))
    assert states(cast, project) == {("start", 2026): "broken"}

    services.report_year(
        commitment=project.commitments.get(),
        year=2026,
        happened_on=date(2026, 6, 1),
        by=cast.acts(cast.yeting),
        at=NOON,
    )

    assert states(cast, project) == {("start", 2026): "kept"}


def test_what_the_enterprise_reported_stands_in_where_nobody_entered_anything(
    cast: Cast, project: Project
) -> None:
    Project.objects.filter(pk=project.pk).update(enterprise=cast.chenxi)
    project.refresh_from_db()
    YearFigures.objects.create(
        park=cast.park, enterprise=cast.chenxi, year=2025, tax_wan=3200, land_mu=100, employees=180
    )
    promised(cast, project, "tax_per_mu", date(2025, 12, 31), "30")
    promised(cast, project, "jobs", date(2025, 12, 31), "200")

    rows = {
        row.commitment.kind: row.years[0] for row in selectors.commitments_of(project, on=TODAY)
    }

    assert (rows["tax_per_mu"].amount, rows["tax_per_mu"].state) == (Decimal(32), "kept")
    assert (rows["jobs"].amount, rows["jobs"].state) == (Decimal(180), "broken")
    assert rows["jobs"].is_reported


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "fame", "amount": Decimal(1)},
        {"kind": "tax", "amount": None},
        {"kind": "tax", "amount": Decimal("NaN")},
        {"kind": "tax", "amount": Decimal(1), "due_on": None},
        {"kind": "tax", "amount": Decimal(1), "due_on": date(9999, 1, 1)},
    ],
)
def test_refuses_what_promises_nothing(
    cast: Cast, project: Project, given: dict[str, object]
) -> None:
    wanted = {"due_on": date(2027, 1, 1), **given}
    with pytest.raises(BadCommitment):
        services.commit(project=project, by=cast.acts(cast.yeting), at=NOON, **wanted)  # type: ignore[arg-type]


def test_a_subsidy_is_paid_in_parts_and_never_more_than_promised(
    cast: Cast, project: Project
) -> None:
    by = cast.acts(cast.yeting)
    row = services.promise_subsidy(
        project=project, name="设备补助", amount_wan=Decimal(500), by=by, at=NOON
    )

    services.pay_subsidy(
        subsidy=row, paid_wan=Decimal(300), paid_on=date(2026, 10, 1), by=by, at=NOON
    )
    with pytest.raises(BadCommitment):
        services.pay_subsidy(
            subsidy=row, paid_wan=Decimal(201), paid_on=date(2026, 10, 2), by=by, at=NOON
        )
    with pytest.raises(MayNotKeepProject):
        services.pay_subsidy(
            subsidy=row,
            paid_wan=Decimal(1),
            paid_on=TODAY,
            by=cast.acts(cast.gumingzhou),
            at=NOON,
        )

    assert Subsidy.objects.get().paid_wan == 300
