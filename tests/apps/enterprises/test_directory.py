"""Entering and changing enterprises: what is refused, what is shown first, what is traced."""

from __future__ import annotations

from datetime import date

import pytest

from qianjin.apps.audit import selectors as audit
from qianjin.apps.enterprises import selectors, services
from qianjin.apps.enterprises.choices import Tier
from qianjin.apps.enterprises.models import Enterprise, ThreadEntry
from qianjin.apps.enterprises.refusals import (
    BadEnterprise,
    ChangedMeanwhile,
    LooksKnown,
    MayNotAssign,
    MayNotEdit,
    MayNotRegister,
    MergedAway,
)
from qianjin.units import credit_code
from tests.factories.accounts import the_cast
from tests.factories.enterprises import an_enterprise
from tests.factories.parks import NOON

pytestmark = pytest.mark.django_db


def verbs(enterprise: Enterprise) -> list[str]:
    entries = audit.entries_about(enterprise.park_id, "enterprise", enterprise.pk)
    return list(entries.order_by("seq").values_list("verb", flat=True))


class TestEntering:
    def test_keeps_what_was_said_in_one_spelling(self, cast):
        made = services.register(
            park=cast.park,
            by=cast.acts(cast.linyue),
            at=NOON,
            name="  青禾  传动有限公司（演示）",
            credit_code=" " + credit_code.make(7).lower(),
            industry="3484",
            opened_on=date(2021, 3, 1),
        )

        assert made.name == "青禾 传动有限公司（演示）"
        assert made.credit_code == credit_code.make(7)
        assert made.industry == "C3484"
        assert made.name_key
        assert verbs(made) == ["enterprise.register"]

    def test_refuses_a_liaison(self, cast):
        with pytest.raises(MayNotRegister):
            services.register(park=cast.park, by=cast.acts(cast.liaison), at=NOON, name="某公司")

        assert not Enterprise.objects.filter(name="某公司").exists()

    def test_names_the_enterprise_whose_credit_code_it_is(self, cast):
        first = an_enterprise(cast.park, "远帆电气（演示）", credit_code=credit_code.make(8))

        with pytest.raises(BadEnterprise) as refused:
            services.register(
                park=cast.park,
                by=cast.acts(cast.linyue),
                at=NOON,
                name="另一家（演示）",
                credit_code=credit_code.make(8),
            )

        assert "远帆电气（演示）" in refused.value.fields["credit_code"][0]
        assert refused.value.params["other"] == first

    def test_says_which_check_character_would_be_right(self, cast):
        code = credit_code.make(9)
        wrong = code[:-1] + ("1" if code[-1] != "1" else "2")

        with pytest.raises(BadEnterprise) as refused:
            services.register(
                park=cast.park, by=cast.acts(cast.linyue), at=NOON, name="某厂", credit_code=wrong
            )

        assert code[-1] in refused.value.fields["credit_code"][0]

    def test_shows_like_names_before_it_keeps_another(self, cast):
        known = an_enterprise(cast.park, "杭州天元精密机械有限公司（演示）")

        with pytest.raises(LooksKnown) as refused:
            services.register(
                park=cast.park,
                by=cast.acts(cast.linyue),
                at=NOON,
                name="天源精密机械",
                confirmed=False,
            )

        assert refused.value.params["lookalikes"] == [known]

    def test_an_officer_looks_after_what_they_enter(self, cast):
        made = services.register(
            park=cast.park, by=cast.acts(cast.yeting), at=NOON, name="新航部件（演示）"
        )

        assert made.officer == cast.yeting

    def test_an_officer_may_not_name_another(self, cast):
        with pytest.raises(MayNotAssign):
            services.register(
                park=cast.park,
                by=cast.acts(cast.yeting),
                at=NOON,
                name="新航部件（演示）",
                officer=cast.linyue,
            )


class TestLookalikes:
    @pytest.mark.parametrize(
        "spelling",
        [
            "晨曦精密制造（杭州）有限责任公司",
            "辰曦精密制造有限公司",
            "晨曦精密",
            "浙江晨曦精密制造股份有限公司",
        ],
    )
    def test_finds_other_spellings(self, cast, spelling):
        known = an_enterprise(cast.park, "杭州晨曦精密制造有限公司（演示）")

        found = selectors.lookalikes(cast.acts(cast.linyue), spelling)

        assert known in found

    def test_finds_the_one_among_a_thousand_of_its_trade(self, cast):
        pairs = [f"{a}{b}" for a in "甲乙丙丁戊己庚辛壬癸子丑寅卯" for b in "山水云雨风雷雪月星河"]
        Enterprise.objects.bulk_create(
            Enterprise(park=cast.park, name=f"{p}精密机械有限公司", name_key=f"{p}精密机械")
            for p in pairs * 7
        )
        known = an_enterprise(cast.park, "杭州澄源精密机械有限公司（演示）")

        found = selectors.lookalikes(cast.acts(cast.linyue), "澄元精密机械")

        assert found[:1] == [known]

    def test_leaves_out_what_only_shares_the_trade(self, cast):
        an_enterprise(cast.park, "远帆精密机械有限公司（演示）")

        assert selectors.lookalikes(cast.acts(cast.linyue), "澄澜精密机械有限公司") == []

    def test_leaves_out_entries_of_another_park(self, cast):
        an_enterprise(the_cast().park, "杭州澄澜精密机械有限公司（演示）")

        assert selectors.lookalikes(cast.acts(cast.linyue), "澄澜精密机械") == []


class TestChanging:
    def test_keeps_before_and_after_on_the_trail(self, cast):
        services.change(
            enterprise=cast.chenxi,
            version=1,
            by=cast.acts(cast.linyue),
            at=NOON,
            tier=Tier.KEY,
            address="演示路8号",
        )

        entry = audit.entries_about(cast.park.pk, "enterprise", cast.chenxi.pk).get()
        assert entry.detail["before"] == {"tier": "small", "address": ""}
        assert entry.detail["after"] == {"tier": "key", "address": "演示路8号"}
        assert ThreadEntry.objects.get(enterprise=cast.chenxi).is_internal

    def test_equal_values_change_nothing(self, cast):
        services.change(
            enterprise=cast.chenxi,
            version=1,
            by=cast.acts(cast.linyue),
            at=NOON,
            name=cast.chenxi.name,
        )

        assert verbs(cast.chenxi) == []

    def test_refuses_an_officer_of_another_enterprise(self, cast):
        with pytest.raises(MayNotEdit):
            services.change(
                enterprise=cast.chenxi,
                version=1,
                by=cast.acts(cast.yeting),
                at=NOON,
                tier=Tier.KEY,
            )

    def test_its_own_officer_may(self, cast):
        services.assign(
            enterprise=cast.chenxi, officer=cast.yeting, by=cast.acts(cast.linyue), at=NOON
        )

        changed = services.change(
            enterprise=cast.chenxi, version=2, by=cast.acts(cast.yeting), at=NOON, tier=Tier.KEY
        )

        assert changed.tier == Tier.KEY

    def test_two_people_on_one_field_collide_and_both_values_are_told(self, cast):
        services.change(
            enterprise=cast.chenxi, version=1, by=cast.acts(cast.linyue), at=NOON, tier=Tier.KEY
        )

        with pytest.raises(ChangedMeanwhile) as refused:
            services.change(
                enterprise=cast.chenxi,
                version=1,
                by=cast.acts(cast.hewei),
                at=NOON,
                tier=Tier.ANCHOR,
            )

        (change,) = refused.value.params["changes"]
        assert (change["theirs"], change["mine"], change["who"]) == ("key", "anchor", "林悦")
        assert refused.value.params["version"] == 2

    def test_two_people_on_two_fields_do_not_collide(self, cast):
        services.change(
            enterprise=cast.chenxi, version=1, by=cast.acts(cast.linyue), at=NOON, tier=Tier.KEY
        )

        changed = services.change(
            enterprise=cast.chenxi,
            version=1,
            by=cast.acts(cast.hewei),
            at=NOON,
            tier=Tier.SMALL,
            address="演示路9号",
        )

        assert (changed.tier, changed.address) == (Tier.KEY, "演示路9号")

    def test_a_new_name_that_looks_known_is_shown_first(self, cast):
        an_enterprise(cast.park, "杭州天元精密机械有限公司（演示）")

        with pytest.raises(LooksKnown):
            services.change(
                enterprise=cast.chenxi,
                version=1,
                by=cast.acts(cast.linyue),
                at=NOON,
                confirmed=False,
                name="天元精密机械有限公司",
            )

        cast.chenxi.refresh_from_db()
        assert cast.chenxi.name == "晨曦精密（演示）"


class TestNamingTheOfficer:
    def test_stands_on_thread_and_trail(self, cast):
        services.assign(
            enterprise=cast.chenxi, officer=cast.yeting, by=cast.acts(cast.hewei), at=NOON
        )

        assert ThreadEntry.objects.get(enterprise=cast.chenxi).text == "叶汀"
        assert verbs(cast.chenxi) == ["enterprise.assign"]

    def test_the_same_officer_is_no_act(self, cast):
        for _again in range(2):
            services.assign(
                enterprise=cast.chenxi, officer=cast.yeting, by=cast.acts(cast.hewei), at=NOON
            )

        assert verbs(cast.chenxi) == ["enterprise.assign"]

    def test_refuses_who_keeps_only_their_own(self, cast):
        with pytest.raises(MayNotAssign):
            services.assign(
                enterprise=cast.chenxi, officer=cast.yeting, by=cast.acts(cast.yeting), at=NOON
            )


class TestWhatWasMergedAway:
    @pytest.fixture
    def gone(self, cast):
        services.merge_entries(
            kept=cast.chenxi, dropped=cast.other, by=cast.acts(cast.linyue), at=NOON
        )
        cast.other.refresh_from_db()
        return cast.other

    def test_takes_no_more_changes(self, cast, gone):
        keeper = cast.acts(cast.linyue)

        with pytest.raises(MergedAway):
            services.change(
                enterprise=gone, version=gone.version, by=keeper, at=NOON, tier=Tier.KEY
            )
        with pytest.raises(MergedAway):
            services.assign(enterprise=gone, officer=cast.yeting, by=keeper, at=NOON)
        with pytest.raises(MergedAway):
            services.add_contact(enterprise=gone, name="苏清越", by=keeper, at=NOON)
        with pytest.raises(MergedAway):
            services.set_figures(enterprise=gone, year=2025, by=keeper, at=NOON, employees=1)

    def test_is_found_no_more(self, cast, gone):
        keeper = cast.acts(cast.linyue)

        assert selectors.suggestions(keeper, "远山") == []
        assert selectors.lookalikes(keeper, gone.name) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "长" * 121),
        ("short_name", "长" * 41),
        ("industry", "C9999"),
        ("tier", "huge"),
        ("sector", "magic"),
        ("status", "gone"),
        ("opened_on", date(1900, 1, 1)),
        ("credit_code", "123"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(cast, field, value):
    told = {"name": "某企业（演示）", field: value}

    with pytest.raises(BadEnterprise) as refused:
        services.register(park=cast.park, by=cast.acts(cast.linyue), at=NOON, **told)

    assert set(refused.value.fields) == {field}


def test_a_field_that_is_none_is_a_mistake_of_the_caller(cast):
    with pytest.raises(TypeError):
        services.register(
            park=cast.park, by=cast.acts(cast.linyue), at=NOON, name="某企业", colour="green"
        )
