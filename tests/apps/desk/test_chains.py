"""产业链专班: what concerns a whole chain goes to the team of the chain."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.models import Cause, ServiceRequest
from qianjin.apps.desk.refusals import BadRequest, MayNotSetPromises
from qianjin.apps.enterprises.models import Enterprise
from tests.factories.desk import MORNING, a_request, an_accepted_request
from tests.factories.parks import a_park, a_unit

LATER = MORNING + timedelta(hours=1)


@pytest.fixture
def chain(cast):
    """Both enterprises make automobiles; the planning section is the team of that chain."""
    Enterprise.objects.filter(park=cast.park).update(sector="auto")
    for enterprise in (cast.chenxi, cast.other):
        enterprise.refresh_from_db()
    services.set_chain_team(
        park=cast.park, sector="auto", unit=cast.planning, by=cast.acts(cast.admin), at=MORNING
    )


def opened(cast, main, **more) -> Cause:
    return services.open_cause(
        request=main, title="芯片短缺", by=cast.acts(cast.linyue), at=LATER, **more
    )


def test_its_team_leads_the_cause_and_all_that_belong_to_it(cast, chain, dues) -> None:
    main = an_accepted_request(cast, words="车规级芯片短缺")
    other = a_request(cast.other, cast.acts(cast.duzhong), MORNING, "芯片短缺，产线停了")
    before = dues(main)

    opened(cast, main, requests=[other], for_chain=True)

    rows = ServiceRequest.objects.filter(in_cause__isnull=False)
    assert {row.unit for row in rows} == {cast.planning}
    assert {row.status for row in rows} == {"submitted"}
    assert dues(main) == before


def test_without_the_wish_the_lead_stays(cast, chain) -> None:
    main = an_accepted_request(cast, words="芯片短缺")

    assert opened(cast, main).main.unit == cast.investment


def test_a_chain_without_a_team_is_said_and_nothing_is_opened(cast) -> None:
    main = an_accepted_request(cast, words="芯片短缺")

    with pytest.raises(BadRequest) as refused:
        opened(cast, main, for_chain=True)

    assert "for_chain" in refused.value.fields
    assert not Cause.objects.exists()


def test_teams_are_set_changed_and_taken_back_by_the_administrator(cast, chain) -> None:
    by = cast.acts(cast.admin)
    services.set_chain_team(park=cast.park, sector="auto", unit=cast.investment, by=by, at=LATER)
    assert [t.unit for t in selectors.chain_teams_of(cast.park.pk)] == [cast.investment]

    services.set_chain_team(park=cast.park, sector="auto", unit=None, by=by, at=LATER)
    assert not selectors.chain_teams_of(cast.park.pk).exists()


def test_others_and_what_does_not_fit_are_refused(cast) -> None:
    given = {"park": cast.park, "at": LATER}
    with pytest.raises(MayNotSetPromises):
        services.set_chain_team(
            sector="auto", unit=cast.planning, by=cast.acts(cast.linyue), **given
        )
    for sector, unit in (
        ("other", cast.planning),
        ("nonsense", cast.planning),
        ("auto", a_unit(a_park(), "别处")),
    ):
        with pytest.raises(BadRequest):
            services.set_chain_team(sector=sector, unit=unit, by=cast.acts(cast.admin), **given)
