"""疑似重复 Rows that may be one are shown, said to be two, merged, and taken apart again."""

from __future__ import annotations

from datetime import date

import pytest

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.prospects import selectors, services
from qianjin.apps.prospects.models import Contact, ContactSuspicion, Organisation, Tie
from qianjin.apps.prospects.refusals import (
    AlreadyUndone,
    BadMerge,
    CannotUndoMerge,
    MayNotKeep,
    MergedAway,
    Settled,
)
from qianjin.units.refusals import Missing
from tests.factories.accounts import Cast
from tests.factories.parks import NOON
from tests.factories.prospects import a_prospect, someone

PEOPLE, FIRMS = selectors.PEOPLE, selectors.FIRMS_KIND


def verbs() -> set[str]:
    return set(AuditEntry.objects.values_list("verb", flat=True))


class TestLooking:
    def test_the_same_number_under_another_firm_is_shown_at_once(self, cast: Cast) -> None:
        old = someone(cast, "陆小明", a_prospect(cast), phones="13800001234")
        new = someone(cast, "陸小明", a_prospect(cast, "近山材料（演示）"), phones="13800001234")

        page = selectors.pairs_page(cast.acts(cast.yeting), PEOPLE)

        pair = page.pairs[0]
        assert (pair.lower, pair.upper, page.count) == (old, new, 1)
        assert ["same_mobile", "138****1234"] in pair.reasons

    def test_two_forms_of_a_firm_are_shown_and_two_firms_of_like_names_are_not(
        self, cast: Cast
    ) -> None:
        a_prospect(cast, "杭萧钢构（演示）")
        a_prospect(cast, "杭州杭萧钢构股份有限公司（演示）")
        a_prospect(cast, "近山材料（演示）")

        assert selectors.pairs_page(cast.acts(cast.yeting), FIRMS).count == 1

    def test_a_mended_row_is_compared_anew(self, cast: Cast) -> None:
        someone(cast, "陆小明", phones="13800001234")
        wrong = someone(cast, "陆小明", phones="13800001234")

        services.change_contact(
            contact=wrong,
            version=1,
            by=cast.acts(cast.yeting),
            at=NOON,
            name="高远",
            phones="13900005678",
        )

        assert not ContactSuspicion.objects.exists()

    def test_the_night_finds_what_came_in_bulk_and_keeps_what_was_said(self, cast: Cast) -> None:
        by = cast.acts(cast.yeting)
        entries = [
            services.BookEntry({"name": name, "phones": [number]}, firm)
            for name, number, firm in (
                ("陆小明", "13800001234", "远帆汽车部件有限公司"),
                ("陆小明", "13900001234", "杭州远帆汽车部件股份有限公司"),
                ("高远", "13700001234", "近山材料"),
                ("高远", "13655550000", "星野航空"),
            )
        ]
        services.write_book(entries=entries, by=by, at=NOON)

        assert services.sweep(park_id=cast.park.pk, at=NOON) == 1
        pair = selectors.pairs_page(by, PEOPLE).pairs[0]
        services.say_distinct(pair=pair, by=by, at=NOON)

        assert services.sweep(park_id=cast.park.pk, at=NOON) == 0
        assert selectors.pairs_page(by, PEOPLE).count == 0

    def test_what_was_said_is_said_once_and_by_whose_row_it_is(self, cast: Cast) -> None:
        for _twice in range(2):
            someone(cast, phones="13800001234", by=cast.zhouheng)
        pair = selectors.pairs_page(cast.acts(cast.yeting), PEOPLE).pairs[0]

        with pytest.raises(MayNotKeep):
            services.say_distinct(pair=pair, by=cast.acts(cast.yeting), at=NOON)
        services.say_distinct(pair=pair, by=cast.acts(cast.zhouheng), at=NOON)
        with pytest.raises(Settled):
            services.say_distinct(pair=pair, by=cast.acts(cast.zhouheng), at=NOON)

    def test_pages_go_on_behind_the_last_pair(self, cast: Cast) -> None:
        by = cast.acts(cast.yeting)
        entries = [
            services.BookEntry({"name": f"陆小{char}", "phones": [f"138000012{n:02d}"]})
            for n, char in enumerate("一丁三上下不专且世丘丙业东丝两严丧个中丰临", 10)
            for _twice in range(2)
        ]
        services.write_book(entries=entries, by=by, at=NOON)
        services.sweep(park_id=cast.park.pk, at=NOON)

        first = selectors.pairs_page(by, PEOPLE)
        second = selectors.pairs_page(by, PEOPLE, after=first.older)

        assert (first.count, len(first.pairs), len(second.pairs)) == (21, 20, 1)
        assert second.pairs[0].pk not in {pair.pk for pair in first.pairs}


class TestMergingPeople:
    def test_nothing_is_lost_and_everything_comes_back(self, cast: Cast) -> None:
        by, firm = cast.acts(cast.yeting), a_prospect(cast)
        kept = someone(cast, "陆小明", firm, phones="13800001234", note="旧")
        dropped = someone(
            cast, "陸小明", phones="13900001234", email="lu@example.com", tags="链主", note="新"
        )
        third = someone(cast, "高远")
        tie = services.tie_contacts(
            one=third, other=dropped, kind="friend", strength=3, by=by, at=NOON
        )

        merge = services.merge_contacts(kept=kept, dropped=dropped, by=by, at=NOON)

        kept = selectors.contact_for(by, kept.pk)
        assert kept.phones == ["13800001234", "13900001234"]
        assert (kept.email, kept.tags, kept.note) == ("lu@example.com", ["链主"], "旧\n新")
        assert selectors.ties_of(by, kept)[0].pk == tie.pk
        with pytest.raises(selectors.MovedTo) as moved:
            selectors.contact_for(by, dropped.pk)
        assert moved.value.row == kept
        with pytest.raises(MergedAway):
            services.merge_contacts(kept=third, dropped=dropped, by=by, at=NOON)

        services.undo_merge(merge=merge, by=by, at=NOON)

        kept, dropped = (selectors.contact_for(by, row.pk) for row in (kept, dropped))
        assert (kept.phones, kept.email, kept.note) == (["13800001234"], "", "旧")
        assert dropped.phones == ["13900001234"]
        assert Tie.objects.get(pk=tie.pk).one_id == dropped.pk
        assert {"prospect.merge", "prospect.unmerge"} <= verbs()
        with pytest.raises(AlreadyUndone):
            services.undo_merge(merge=merge, by=by, at=NOON)

    def test_a_field_changed_since_keeps_the_later_value(self, cast: Cast) -> None:
        by = cast.acts(cast.yeting)
        kept, dropped = someone(cast), someone(cast, email="lu@example.com", city="上海")
        merge = services.merge_contacts(kept=kept, dropped=dropped, by=by, at=NOON)
        services.change_contact(contact=kept, version=None, by=by, at=NOON, city="苏州")

        services.undo_merge(merge=merge, by=by, at=NOON)

        kept.refresh_from_db()
        assert (kept.email, kept.city) == ("", "苏州")

    def test_a_tie_both_have_stays_with_each(self, cast: Cast) -> None:
        by, kept, dropped = cast.acts(cast.yeting), someone(cast), someone(cast)
        for row in (kept, dropped):
            services.tie_officer(
                officer=cast.yeting, contact=row, kind="met", strength=1, by=by, at=NOON
            )

        merge = services.merge_contacts(kept=kept, dropped=dropped, by=by, at=NOON)
        services.undo_merge(merge=merge, by=by, at=NOON)

        assert {tie.other_id for tie in Tie.objects.all()} == {kept.pk, dropped.pk}

    def test_a_merge_under_another_is_undone_from_above(self, cast: Cast) -> None:
        by, one, two, three = cast.acts(cast.yeting), *(someone(cast) for _ in range(3))
        lower = services.merge_contacts(kept=two, dropped=three, by=by, at=NOON)
        services.merge_contacts(kept=one, dropped=two, by=by, at=NOON)

        with pytest.raises(CannotUndoMerge):
            services.undo_merge(merge=lower, by=by, at=NOON)

    def test_a_colleagues_row_is_merged_by_heads_alone(self, cast: Cast) -> None:
        mine, theirs = someone(cast), someone(cast, by=cast.zhouheng)

        with pytest.raises(MayNotKeep):
            services.merge_contacts(kept=mine, dropped=theirs, by=cast.acts(cast.yeting), at=NOON)
        with pytest.raises(BadMerge):
            services.merge_contacts(kept=mine, dropped=mine, by=cast.acts(cast.hewei), at=NOON)
        services.merge_contacts(kept=mine, dropped=theirs, by=cast.acts(cast.hewei), at=NOON)

    def test_somebody_elses_merge_is_missing(self, cast: Cast) -> None:
        by = cast.acts(cast.yeting)
        merge = services.merge_contacts(kept=someone(cast), dropped=someone(cast), by=by, at=NOON)

        assert selectors.merges_of(by, PEOPLE) == [merge]
        with pytest.raises(Missing):
            selectors.merge_for(cast.acts(cast.linyue), PEOPLE, merge.pk)


class TestMergingFirms:
    def test_its_people_move_and_come_back(self, cast: Cast) -> None:
        from qianjin.units import credit_code

        by, code = cast.acts(cast.yeting), credit_code.make(11)
        kept = a_prospect(cast)
        dropped = a_prospect(
            cast, "远帆汽车部件（杭州）公司（演示）", credit_code=code, city="杭州"
        )
        person = someone(cast, firm=dropped)

        merge = services.merge_organisations(kept=kept, dropped=dropped, by=by, at=NOON)

        kept = Organisation.objects.get(pk=kept.pk)
        assert (kept.credit_code, kept.city) == (code, "杭州")
        assert kept.other_names == [dropped.name]
        assert Contact.objects.get(pk=person.pk).organisation == kept
        late = someone(cast, "高远", firm=kept)

        services.undo_merge(merge=merge, by=by, at=NOON)

        assert Contact.objects.get(pk=person.pk).organisation == dropped
        assert Contact.objects.get(pk=late.pk).organisation == kept
        assert Organisation.objects.get(pk=kept.pk).credit_code == ""

    def test_two_that_landed_as_two_stay_two(self, cast: Cast) -> None:
        by, one, two = cast.acts(cast.yeting), a_prospect(cast), a_prospect(cast, "近山（演示）")
        services.landed(organisation=one, enterprise=cast.chenxi, by=by, at=NOON)
        services.landed(organisation=two, enterprise=cast.other, by=by, at=NOON)

        with pytest.raises(BadMerge):
            services.merge_organisations(kept=one, dropped=two, by=by, at=NOON)


def test_the_latest_touch_of_two_is_that_of_one(cast: Cast) -> None:
    by, kept, dropped = cast.acts(cast.yeting), someone(cast), someone(cast)
    services.touched(park_id=cast.park.pk, on=date(2026, 11, 1), contacts=[dropped.pk])

    services.merge_contacts(kept=kept, dropped=dropped, by=by, at=NOON)

    kept.refresh_from_db()
    assert kept.touched_on == date(2026, 11, 1)
