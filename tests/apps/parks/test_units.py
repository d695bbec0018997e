"""Sections, bureaux, towns and villages."""

from __future__ import annotations

import pytest

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Role
from qianjin.apps.audit import selectors as audit
from qianjin.apps.parks import selectors, services
from qianjin.units.refusals import Missing
from tests.factories.parks import NOON, a_park, a_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def park():
    return a_park()


@pytest.fixture
def admin(park) -> Actor:
    return Actor(1, "园区管理员", park.pk, roles=(Role.PARK_ADMIN,))


@pytest.fixture
def head(park) -> Actor:
    return Actor(2, "周衡", park.pk, roles=(Role.SECTION_HEAD,))


def verbs(park) -> list[str]:
    return [entry.verb for entry in audit.entries_of(park.pk)]


class TestAdding:
    def test_puts_a_unit_among_the_parks_units(self, park, admin) -> None:
        unit = services.add_unit(
            park=park, code="roads", kind="bureau", name_zh=" 交通局 ", by=admin, at=NOON
        )

        assert unit.name_zh == "交通局"
        assert list(selectors.units_of(park.pk, "bureau")) == [unit]
        assert verbs(park) == ["unit.add"]

    def test_refuses_a_section_head(self, park, head) -> None:
        with pytest.raises(services.MayNotEditPark):
            services.add_unit(
                park=park, code="roads", kind="bureau", name_zh="交通局", by=head, at=NOON
            )

        assert verbs(park) == []

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("code", "Roads 1"),
            ("code", "taken"),
            ("kind", "ministry"),
            ("name_zh", " "),
            ("name_zh", "招商引资部"),
        ],
    )
    def test_refuses_what_cannot_be(self, park, admin, field, value) -> None:
        a_unit(park, code="taken")
        told = {"code": "roads", "kind": "bureau", "name_zh": "交通局", field: value}

        with pytest.raises(services.BadUnit) as refusal:
            services.add_unit(park=park, by=admin, at=NOON, **told)

        assert list(refusal.value.fields) == [field]

    def test_refuses_to_hang_a_unit_under_one_of_another_park(self, park, admin) -> None:
        elsewhere = a_unit(a_park(), "别处")

        with pytest.raises(services.BadUnit):
            services.add_unit(
                park=park,
                code="x",
                kind="village",
                name_zh="某村",
                parent=elsewhere,
                by=admin,
                at=NOON,
            )


class TestChanging:
    def test_renames_and_moves_it(self, park, admin) -> None:
        town, village = a_unit(park, "临浦镇", "town"), a_unit(park, "通二村", "village")

        services.change_unit(
            unit=village, name_zh="通二新村", name_en="", position=3, parent=town, by=admin, at=NOON
        )

        kept = selectors.unit_of(park.pk, village.pk)
        assert (kept.name_zh, kept.position, kept.parent_id) == ("通二新村", 3, town.pk)
        entry = audit.entries_of(park.pk).get()
        assert entry.detail["before"] == {"name_zh": "通二村", "position": 0, "parent_id": None}

    def test_leaves_no_trace_when_nothing_differs(self, park, admin) -> None:
        unit = a_unit(park)

        services.change_unit(
            unit=unit, name_zh=unit.name_zh, name_en="", position=0, by=admin, at=NOON
        )

        assert verbs(park) == []

    def test_refuses_a_section_head(self, park, head) -> None:
        with pytest.raises(services.MayNotEditPark):
            services.change_unit(
                unit=a_unit(park), name_zh="新名", name_en="", position=0, by=head, at=NOON
            )

    def test_refuses_to_make_a_unit_part_of_itself(self, park, admin) -> None:
        """town ── village: the town cannot come to stand under its own village."""
        town = a_unit(park, "临浦镇", "town")
        village = a_unit(park, "通二村", "village", parent=town)

        with pytest.raises(services.BadUnit):
            services.change_unit(
                unit=town,
                name_zh="临浦镇",
                name_en="",
                position=0,
                parent=village,
                by=admin,
                at=NOON,
            )


class TestTakingOutOfUse:
    def test_hides_it_and_keeps_its_history(self, park, admin) -> None:
        unit = a_unit(park)

        services.close_unit(unit=unit, by=admin, at=NOON, serving=[])

        assert list(selectors.units_of(park.pk)) == []
        assert list(selectors.all_units_of(park.pk)) == [unit]
        assert verbs(park) == ["unit.close"]

    def test_refuses_while_somebody_serves_there(self, park, admin) -> None:
        with pytest.raises(services.UnitInUse) as refusal:
            services.close_unit(unit=a_unit(park), by=admin, at=NOON, serving=["周衡"])

        assert refusal.value.params["names"] == "周衡"

    def test_refuses_while_a_part_of_it_is_in_use(self, park, admin) -> None:
        town = a_unit(park, "临浦镇", "town")
        a_unit(park, "通二村", "village", parent=town)

        with pytest.raises(services.UnitInUse):
            services.close_unit(unit=town, by=admin, at=NOON, serving=[])

    def test_refuses_a_section_head(self, park, head) -> None:
        with pytest.raises(services.MayNotEditPark):
            services.close_unit(unit=a_unit(park), by=head, at=NOON, serving=[])

    def test_twice_leaves_one_trace(self, park, admin) -> None:
        unit = a_unit(park)
        services.close_unit(unit=unit, by=admin, at=NOON, serving=[])

        services.close_unit(unit=unit, by=admin, at=NOON, serving=[])

        assert verbs(park) == ["unit.close"]

    def test_can_be_taken_back(self, park, admin, head) -> None:
        unit = a_unit(park, is_active=False)

        with pytest.raises(services.MayNotEditPark):
            services.reopen_unit(unit=unit, by=head, at=NOON)
        services.reopen_unit(unit=unit, by=admin, at=NOON)

        assert list(selectors.units_of(park.pk)) == [unit]
        assert verbs(park) == ["unit.reopen"]


def test_a_unit_of_another_park_is_missing(park) -> None:
    elsewhere = a_unit(a_park(), "别处")

    with pytest.raises(Missing):
        selectors.unit_of(park.pk, elsewhere.pk)
