"""移交、保存期限与相识链 A book changes hands, nobody is kept for ever, and who leads to whom."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from qianjin.apps.accounts.models import Notice
from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.prospects import selectors, services, tasks
from qianjin.apps.prospects.models import Contact, ContactTable, Tie
from qianjin.apps.prospects.refusals import (
    AlreadyUndone,
    Anonymised,
    BadHandover,
    MayNotHandOver,
    MayNotKeep,
)
from qianjin.apps.tables import services as tables
from qianjin.units.refusals import Missing
from tests.factories.accounts import TODAY, Cast
from tests.factories.parks import NOON
from tests.factories.prospects import a_prospect, someone


class TestAHandover:
    def test_moves_the_whole_book_tells_the_taker_and_is_undone_as_one(self, cast: Cast) -> None:
        firm = a_prospect(cast)
        person, kept = someone(cast, firm=firm), someone(cast, "高远", by=cast.zhouheng)
        by = cast.acts(cast.hewei)
        load = selectors.load_of(by, cast.yeting.pk)

        done = services.hand_over(
            giver=cast.yeting, taker=cast.zhouheng, by=by, at=NOON, words="调任"
        )

        assert (load.contacts, load.organisations) == (1, 1)
        person.refresh_from_db()
        assert (person.owner, person.version) == (cast.zhouheng, 2)
        told = Notice.objects.get(user=cast.zhouheng)
        assert told.params == {"name": "叶汀", "contacts": 1, "organisations": 1}
        services.undo_handover(handover=done, by=by, at=NOON)
        person.refresh_from_db()
        kept.refresh_from_db()
        assert (person.owner, kept.owner) == (cast.yeting, cast.zhouheng)
        with pytest.raises(AlreadyUndone):
            services.undo_handover(handover=done, by=by, at=NOON)
        verbs = AuditEntry.objects.filter(object_kind="handover").values_list("verb", flat=True)
        assert sorted(verbs) == ["prospects.hand_over", "prospects.undo_hand_over"]

    def test_what_went_on_to_a_third_stays_there(self, cast: Cast) -> None:
        person, by = someone(cast), cast.acts(cast.hewei)
        done = services.hand_over(giver=cast.yeting, taker=cast.zhouheng, by=by, at=NOON)
        services.change_contact(contact=person, version=None, by=by, at=NOON, owner=cast.hewei)

        services.undo_handover(handover=done, by=by, at=NOON)

        person.refresh_from_db()
        assert person.owner == cast.hewei

    def test_is_the_heads_and_needs_two_people_and_something_to_hand_over(self, cast: Cast) -> None:
        by = cast.acts(cast.hewei)
        with pytest.raises(MayNotHandOver):
            services.hand_over(
                giver=cast.yeting, taker=cast.hewei, by=cast.acts(cast.yeting), at=NOON
            )
        for giver, taker in (
            (cast.yeting, cast.yeting),
            (cast.yeting, cast.linyue),
            (cast.yeting, cast.zhouheng),
        ):
            with pytest.raises(BadHandover):
                services.hand_over(giver=giver, taker=taker, by=by, at=NOON)

    def test_is_missing_to_who_hands_nothing_over(self, cast: Cast) -> None:
        someone(cast)
        by = cast.acts(cast.hewei)
        done = services.hand_over(giver=cast.yeting, taker=cast.zhouheng, by=by, at=NOON)

        assert selectors.givers_of(by) == [cast.zhouheng]
        with pytest.raises(Missing):
            selectors.handover_for(cast.acts(cast.yeting), done.pk)


class TestRetention:
    def test_owners_are_told_once_a_month_ahead(self, cast: Cast) -> None:
        for days in (10, 20, 200):
            someone(cast, retain_until=TODAY + timedelta(days=days))

        services.remind_of_expiry(park_id=cast.park.pk, at=NOON)
        services.remind_of_expiry(park_id=cast.park.pk, at=NOON)

        assert [n.params for n in Notice.objects.filter(user=cast.yeting)] == [{"count": 2}]

    def test_who_has_run_out_is_deleted_a_month_after_the_owner_was_told(self, cast: Cast) -> None:
        row = someone(cast, phones="13800001234", retain_until=TODAY - timedelta(days=1))
        tasks.night(cast.park, NOON)
        assert Contact.objects.get(pk=row.pk).anonymised_at is None

        tasks.night(cast.park, NOON + timedelta(days=30))

        row = Contact.objects.get(pk=row.pk)
        assert (row.name, row.phones, row.search_text) == ("—", [], "—")
        assert row.anonymised_at == NOON + timedelta(days=30)

    def test_who_is_kept_on_starts_anew(self, cast: Cast) -> None:
        row = someone(cast, retain_until=TODAY)
        services.remind_of_expiry(park_id=cast.park.pk, at=NOON)

        services.change_contact(
            contact=row,
            version=None,
            by=cast.acts(cast.yeting),
            at=NOON,
            retain_until=TODAY + timedelta(days=365),
        )

        assert Contact.objects.get(pk=row.pk).reminded_on is None

    def test_a_person_who_asks_is_forgotten_at_once_in_every_row(self, cast: Cast) -> None:
        by = cast.acts(cast.yeting)
        kept, dropped = (someone(cast, phones=f"1380000123{n}", source="card") for n in (4, 5))
        merge = services.merge_contacts(kept=kept, dropped=dropped, by=by, at=NOON)

        with pytest.raises(MayNotKeep):
            services.anonymise(contact=kept, by=cast.acts(cast.auditor), at=NOON)
        services.anonymise(contact=kept, by=by, at=NOON)

        assert not Contact.objects.exclude(phones=[]).exists()
        assert not Tie.objects.exists()
        merge.refresh_from_db()
        assert "1380000" not in str(merge.moved)
        with pytest.raises(Anonymised):
            services.reveal_phones(contact=Contact.objects.get(pk=kept.pk), by=by, at=NOON)

    def test_tables_are_emptied_after_a_month(self, cast: Cast) -> None:
        by = cast.acts(cast.yeting)
        table = services.upload(
            data="姓名,手机\n陆小明,13800001234".encode(), file_name="a.csv", by=by, at=NOON
        )

        tables.forget(park_id=cast.park.pk, at=NOON + timedelta(days=31), tables=ContactTable)

        table = ContactTable.objects.get(pk=table.pk)
        assert (table.sheet, table.judged, table.state) == ([], [], "abandoned")


class TestWaysToSomebody:
    def test_a_card_brought_home_is_a_tie(self, cast: Cast) -> None:
        row = someone(cast, source="card")

        way = selectors.ways_to(cast.acts(cast.hewei), contact=row)[0]

        assert [stop.name for stop in way.stops] == ["叶汀", "陆小明"]
        assert way.stops[1].tie == "met"

    def test_a_close_friend_of_a_friend_is_nearer_than_a_slight_colleague(self, cast: Cast) -> None:
        by, firm = cast.acts(cast.yeting), a_prospect(cast)
        boss = someone(cast, "陆小明", firm)
        clerk, friend = someone(cast, "高远", firm), someone(cast, "方圆")
        for officer, contact, strength in ((cast.yeting, clerk, 1), (cast.zhouheng, friend, 3)):
            services.tie_officer(
                officer=officer, contact=contact, kind="met", strength=strength, by=by, at=NOON
            )
        services.tie_contacts(one=friend, other=boss, kind="classmate", strength=3, by=by, at=NOON)

        ways = selectors.ways_to(by, contact=boss)

        assert [[stop.name for stop in way.stops] for way in ways] == [
            ["周衡", "方圆", "陆小明"],
            ["叶汀", "高远", "陆小明"],
        ]
        assert [stop.tie for stop in ways[1].stops] == ["", "met", "works_at"]

    def test_a_firm_is_reached_through_whoever_of_it_is_nearest(self, cast: Cast) -> None:
        firm = a_prospect(cast)
        someone(cast, "陆小明", firm)
        someone(cast, "高远", firm, source="trip")

        way = selectors.ways_to(cast.acts(cast.hewei), organisation=firm)[0]

        assert [stop.name for stop in way.stops] == ["叶汀", "高远"]

    def test_nobody_known_is_no_way_and_outsiders_get_none(self, cast: Cast) -> None:
        row = someone(cast)

        assert selectors.ways_to(cast.acts(cast.hewei), contact=row) == []
        services.tie_officer(
            officer=cast.yeting,
            contact=row,
            kind="met",
            strength=1,
            by=cast.acts(cast.yeting),
            at=NOON,
        )
        assert selectors.ways_to(cast.acts(cast.linyue), contact=row) == []

    def test_costs_the_same_queries_however_many_know_each_other(
        self, cast: Cast, django_assert_max_num_queries: Any
    ) -> None:
        by = cast.acts(cast.yeting)
        people = [someone(cast, f"陆小{char}") for char in "一二三四五六"]
        for one, other in pairwise(people):
            services.tie_contacts(one=one, other=other, kind="met", strength=1, by=by, at=NOON)

        with django_assert_max_num_queries(15):
            assert selectors.ways_to(by, contact=people[0]) == []
