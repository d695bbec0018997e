"""成问 A question composed once answers as the queryset it was made from."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Count, Exists, OuterRef

from qianjin.apps.parks.composed import DAY, NUMBER, TEXT, Composed
from qianjin.apps.parks.models import CalendarDay, Unit, WorkingCalendar
from tests.factories.parks import a_park, a_unit

pytestmark = pytest.mark.django_db


def below(unit_id):
    return Unit.objects.filter(parent_id=unit_id)


CALENDAR = Composed(
    lambda: WorkingCalendar.objects.filter(park_id=NUMBER, is_default=True).select_related("park")
)
UNITS = Composed(
    lambda: (
        Unit.objects.filter(park_id=NUMBER, name_zh=TEXT)
        .select_related("park", "parent")
        .annotate(has_more=Exists(below(OuterRef("pk"))))
        .order_by("id")
    )
)
DAYS = Composed(
    lambda: (
        CalendarDay.objects.filter(park_id=NUMBER, day__gte=DAY)
        .order_by("is_working")
        .values_list("is_working")
        .annotate(n=Count("pk"))
    )
)
NOBODYS = Composed(lambda: Unit.objects.filter(pk__in=[], park_id=NUMBER))


def test_an_object_comes_with_its_neighbours_and_its_json(django_assert_num_queries) -> None:
    park, other = a_park(), a_park()
    CALENDAR.first({NUMBER: other.pk})

    with django_assert_num_queries(1):
        found = CALENDAR.first({NUMBER: park.pk})
        assert found is not None
        assert found.park == park
    same = WorkingCalendar.objects.get(park=park)
    assert (found, found.opening, found.park.name_zh) == (same, same.opening, park.name_zh)
    assert found._state.db == same._state.db
    assert not found._state.adding


def test_each_asking_has_its_own_values_and_annotations() -> None:
    park = a_park()
    above = a_unit(park, "甲部")
    inside = a_unit(park, "乙部", parent=above)

    (first,) = UNITS.ask({NUMBER: park.pk, TEXT: "甲部"})
    (second,) = UNITS.ask({NUMBER: park.pk, TEXT: "乙部"})

    assert (first, first.parent, first.has_more) == (above, None, True)
    assert (second, second.parent, second.has_more) == (inside, above, False)
    assert UNITS.first({NUMBER: park.pk, TEXT: "丙部"}) is None


def test_values_come_as_rows() -> None:
    park = a_park()
    rows = CalendarDay.objects.filter(park=park, day__gte=date(2026, 1, 1))

    found = DAYS.ask({NUMBER: park.pk, DAY: date(2026, 1, 1)})

    asked = rows.order_by("is_working").values_list("is_working").annotate(n=Count("pk"))
    assert found == list(asked)


def test_what_nobody_can_see_is_not_even_asked(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert NOBODYS.ask({NUMBER: 1}) == []


def test_a_value_that_was_forgotten_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        UNITS.ask({NUMBER: 1})


def test_what_is_fetched_beside_the_rows_is_refused() -> None:
    asked = Composed(lambda: Unit.objects.filter(park_id=NUMBER).prefetch_related("units"))

    with pytest.raises(TypeError):
        asked.ask({NUMBER: 1})
