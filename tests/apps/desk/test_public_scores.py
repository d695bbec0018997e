"""公开评分 What everybody may read: no enterprise, no small figure, none by taking away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.refusals import BadRequest, MayNotPublish
from qianjin.apps.desk.selectors.public_scores import few
from qianjin.units.refusals import Missing
from tests.factories.accounts import Cast
from tests.factories.desk import a_resolved_request
from tests.factories.parks import local

AT = local("2026-11-23 09:00")
OPEN = {"is_open": True, "is_listed": False, "fewest": 5}


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """Seven requests of one type and unit, two of another type."""
    for n in range(9):
        request = a_resolved_request(cast, local("2026-11-02 09:00") + timedelta(hours=n))
        if n >= 7:
            type(request).objects.filter(pk=request.pk).update(kind="ENV")
    services.recount(park=cast.park)
    return cast


def board(cast: Cast, fewest: int = 5) -> selectors.PublicBoard:
    period = selectors.months_ending(AT.date(), 12)
    return selectors.public_board(cast.park.pk, period=period, fewest=fewest, at=AT)


def test_a_park_publishes_nothing_until_its_administrator_says_so(cast: Cast) -> None:
    with pytest.raises(Missing):
        selectors.open_scores(cast.park.slug)

    services.publish_scores(park=cast.park, by=cast.acts(cast.admin), at=AT, **OPEN)

    assert selectors.open_scores(cast.park.slug)[0] == cast.park
    assert AuditEntry.objects.filter(verb="score.publish").count() == 1


def test_the_same_said_again_leaves_no_second_trace(cast: Cast) -> None:
    for _turn in range(2):
        services.publish_scores(park=cast.park, by=cast.acts(cast.admin), at=AT, **OPEN)

    assert AuditEntry.objects.filter(verb="score.publish").count() == 1


def test_nobody_but_the_administrator_opens_it(cast: Cast) -> None:
    for person in (cast.hewei, cast.linyue, cast.chenlan):
        with pytest.raises(MayNotPublish):
            services.publish_scores(park=cast.park, by=cast.acts(person), at=AT, **OPEN)


@pytest.mark.parametrize("fewest", [0, 4, 1001])
def test_a_limit_out_of_range_is_refused_by_name(cast: Cast, fewest: int) -> None:
    with pytest.raises(BadRequest) as refused:
        services.publish_scores(
            park=cast.park, by=cast.acts(cast.admin), at=AT, **{**OPEN, "fewest": fewest}
        )

    assert "fewest" in refused.value.fields


def test_a_type_with_few_requests_does_not_stand_alone(busy: Cast) -> None:
    rows = {row.key: row.raised for row in board(busy).kinds}

    # Two of the environment are too few, and with one other type alone they would be what is left.
    assert rows == {"others": 9}


def test_a_figure_of_few_cases_is_not_shown(busy: Cast) -> None:
    found = board(busy).total

    shown = dict(zip(selectors.PUBLIC_MEASURES, found.percents, strict=True))
    assert shown["solved"] is not None
    assert shown["content"] is None


def test_a_park_with_few_requests_shows_nothing(busy: Cast) -> None:
    assert not board(busy, fewest=50).is_enough
    assert not board(busy, fewest=50).kinds


@given(
    st.dictionaries(st.text("abcdef", min_size=1), st.integers(0, 60), max_size=9),
    st.integers(5, 30),
)
def test_what_is_held_back_cannot_be_had_by_taking_away(raised: dict, fewest: int) -> None:
    held = few(raised, fewest)

    assert all(key in held for key, many in raised.items() if 0 < many < fewest)
    small = [many for key, many in raised.items() if key in held and many]
    if small and held != set(raised):
        # Whoever takes what is shown from the sum gets the sum of two at least, large enough.
        assert sum(small) >= fewest
        assert len(held) > 1
