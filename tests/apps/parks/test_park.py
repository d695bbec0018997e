"""Opening a park and keeping its facts."""

from __future__ import annotations

from datetime import date

import pytest

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Role
from qianjin.apps.audit import selectors as audit
from qianjin.apps.parks import selectors, services
from qianjin.units.refusals import Missing
from tests.factories.audit import Someone
from tests.factories.parks import NOON, a_park

pytestmark = pytest.mark.django_db

FACTS = {
    "name_zh": "前进智造园（演示）",
    "name_en": "Qianjin",
    "address": "江东一路5000号",
    "opened_on": date(2020, 5, 20),
    "number_prefix": "前",
    "time_zone": "Asia/Shanghai",
}


def administrator(park) -> Actor:
    return Actor(1, "园区管理员", park.pk, roles=(Role.PARK_ADMIN,))


def officer(park) -> Actor:
    return Actor(2, "林悦", park.pk, roles=(Role.GENERAL_AFFAIRS,))


class TestOpening:
    def test_sets_up_the_default_calendar_and_every_year_known(self) -> None:
        park = services.open_park(
            slug="qianjin", name_zh="前进", name_en="Qianjin", by=Someone(), at=NOON
        )

        assert [c.code for c in selectors.calendars_of(park.pk)] == ["office"]
        status = {row.year: row.status for row in selectors.years_of(park.pk)}
        assert next(iter(status)) == 2027 and list(status)[-1] == 2004
        assert status[2026] == "official"
        assert status[2027] == "provisional"
        assert audit.entries_of(park.pk).get().verb == "park.open"

    @pytest.mark.parametrize(
        "slug", ["", "x", "Qianjin", "前进", "accounts", "api", "a" * 25, "a/b"]
    )
    def test_refuses_a_short_name_that_no_address_can_hold(self, slug) -> None:
        with pytest.raises(services.BadPark) as refusal:
            services.open_park(slug=slug, name_zh="前进", name_en="", by=Someone(), at=NOON)

        assert "slug" in refusal.value.fields

    def test_refuses_a_short_name_that_is_taken(self) -> None:
        a_park("qianjin")

        with pytest.raises(services.BadPark):
            services.open_park(slug="qianjin", name_zh="前进", name_en="", by=Someone(), at=NOON)


class TestChanging:
    def test_keeps_the_facts_and_says_what_they_were(self) -> None:
        park = a_park("qianjin")

        services.change_park(park=park, by=administrator(park), at=NOON, **FACTS)

        kept = selectors.park_by_slug("qianjin")
        assert (kept.name_zh, kept.number_prefix) == ("前进智造园（演示）", "前")
        entry = audit.entries_of(park.pk).get()
        assert entry.verb == "park.change"
        assert entry.detail["before"]["name_zh"] == "qianjin园（演示）"
        assert entry.detail["after"]["opened_on"] == "2020-05-20"

    def test_leaves_no_trace_when_nothing_differs(self) -> None:
        park = a_park()
        services.change_park(park=park, by=administrator(park), at=NOON, **FACTS)

        services.change_park(park=park, by=administrator(park), at=NOON, **FACTS)

        assert audit.entries_of(park.pk).count() == 1

    def test_refuses_an_officer(self) -> None:
        park = a_park()

        with pytest.raises(services.MayNotEditPark):
            services.change_park(park=park, by=officer(park), at=NOON, **FACTS)

    def test_refuses_the_administrator_of_another_park(self) -> None:
        park, other = a_park(), a_park()

        with pytest.raises(services.MayNotEditPark):
            services.change_park(park=park, by=administrator(other), at=NOON, **FACTS)

    @pytest.mark.parametrize(
        ("field", "value"), [("name_zh", "  "), ("time_zone", "Asia/Atlantis"), ("time_zone", "")]
    )
    def test_refuses_what_cannot_be(self, field, value) -> None:
        park = a_park()

        with pytest.raises(services.BadPark) as refusal:
            services.change_park(
                park=park, by=administrator(park), at=NOON, **{**FACTS, field: value}
            )

        assert list(refusal.value.fields) == [field]

    def test_a_new_time_zone_makes_every_due_time_stale(self) -> None:
        park = a_park()

        services.change_park(
            park=park, by=administrator(park), at=NOON, **{**FACTS, "time_zone": "Asia/Urumqi"}
        )

        assert selectors.park_by_id(park.pk).calendar_version == 2


def test_numbers_are_given_out_without_a_gap() -> None:
    park = a_park()

    given = [services.next_number(park=park, name="request", period="20261123") for _n in range(3)]

    assert given == [1, 2, 3]
    assert services.next_number(park=park, name="request", period="20261124") == 1


def test_a_park_nobody_knows_is_missing() -> None:
    with pytest.raises(Missing):
        selectors.park_by_slug("nowhere")
