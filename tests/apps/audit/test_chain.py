"""The trail: sealed entry by entry, and the first wrong one is named."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from qianjin.apps.audit import selectors, services
from qianjin.apps.audit.models import AuditChain, AuditEntry
from tests.factories.audit import Someone, some_entries
from tests.factories.parks import NOON

pytestmark = pytest.mark.django_db

PARK = 7


@pytest.fixture
def unlocked():
    """Somebody who goes around the program: the owner, with the trigger switched off."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER audit_entry_append_only")
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry ENABLE TRIGGER audit_entry_append_only")


class TestRecording:
    def test_seals_each_entry_behind_the_one_before_it(self) -> None:
        first, second, third = some_entries(PARK, 3)

        assert [first.seq, second.seq, third.seq] == [1, 2, 3]
        assert first.previous == ""
        assert second.previous == first.digest
        assert third.previous == second.digest
        assert selectors.chain_head(PARK) == (3, third.digest)

    def test_keeps_a_chain_for_each_park(self) -> None:
        some_entries(PARK, 2)
        some_entries(PARK + 1, 1)

        assert selectors.chain_head(PARK)[0] == 2
        assert selectors.chain_head(PARK + 1)[0] == 1
        assert selectors.chains() == [PARK, PARK + 1]

    def test_keeps_moments_and_lazy_words_as_the_database_gives_them_back(self) -> None:
        entry = services.record(
            park_id=PARK,
            by=Someone(),
            at=NOON,
            verb="x.y",
            detail={"at": NOON, "n": 1.5, "字": "𠮷"},
        )

        entry.refresh_from_db()
        assert entry.detail == {"at": "2026-11-23T04:00:00Z", "n": 1.5, "字": "𠮷"}
        assert selectors.verify(PARK) == []

    def test_leaves_nothing_when_the_act_is_rolled_back(self) -> None:
        with pytest.raises(RuntimeError), transaction.atomic():
            services.record(park_id=PARK, by=Someone(), at=NOON, verb="x.y")
            raise RuntimeError

        assert selectors.chain_head(PARK) == (0, "")
        assert not AuditEntry.objects.filter(park_id=PARK).exists()


class TestVerifying:
    def test_finds_nothing_wrong_with_a_whole_chain(self) -> None:
        some_entries(PARK, 5)

        assert selectors.verify(PARK) == []
        assert selectors.verify() == []

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("at", "2026-11-23T04:00:01Z"),
            ("actor_id", 2),
            ("actor_name", "周衡"),
            ("role", "auditor"),
            ("verb", "request.resolved"),
            ("object_kind", "person"),
            ("object_id", 99),
            ("object_label", "2026-1123-999"),
            ("detail", {"score": 5}),
        ],
    )
    def test_names_the_entry_of_which_any_field_was_altered(self, unlocked, field, value) -> None:
        some_entries(PARK, 4)
        AuditEntry.objects.filter(park_id=PARK, seq=3).update(**{field: value})

        (finding,) = selectors.verify(PARK)

        assert (finding.seq, finding.problem) == (3, "altered")

    def test_names_the_first_of_several_altered_entries(self, unlocked) -> None:
        some_entries(PARK, 5)
        AuditEntry.objects.filter(park_id=PARK, seq__in=[2, 4]).update(verb="x.y")

        assert [f.seq for f in selectors.verify(PARK)] == [2]

    def test_names_an_entry_that_was_altered_and_sealed_again(self, unlocked) -> None:
        from qianjin.apps.audit.chain import digest

        some_entries(PARK, 4)
        entry = AuditEntry.objects.get(park_id=PARK, seq=2)
        entry.verb = "x.y"
        AuditEntry.objects.filter(pk=entry.pk).update(
            verb="x.y", digest=digest(entry.previous, entry.__dict__)
        )

        (finding,) = selectors.verify(PARK)

        assert (finding.seq, finding.problem, finding.verb) == (2, "altered", "x.y")

    @pytest.mark.parametrize("gone", [1, 2, 3])
    def test_names_the_first_missing_entry(self, unlocked, gone) -> None:
        some_entries(PARK, 4)
        AuditEntry.objects.filter(park_id=PARK, seq=gone).delete()

        (finding,) = selectors.verify(PARK)

        assert (finding.seq, finding.problem) == (gone, "missing")

    def test_names_the_first_of_two_entries_that_changed_places(self, unlocked) -> None:
        some_entries(PARK, 5)
        rows = AuditEntry.objects.filter(park_id=PARK)
        second, third = rows.get(seq=2), rows.get(seq=3)
        rows.filter(pk=second.pk).update(seq=99)
        rows.filter(pk=third.pk).update(seq=2)
        rows.filter(pk=second.pk).update(seq=3)

        (finding,) = selectors.verify(PARK)

        assert (finding.seq, finding.problem) == (2, "reordered")

    @pytest.mark.parametrize(("cut", "seq"), [(5, 5), (4, 4)])
    def test_names_where_the_end_was_cut_off(self, unlocked, cut, seq) -> None:
        some_entries(PARK, 5)
        AuditEntry.objects.filter(park_id=PARK, seq__gte=cut).delete()

        (finding,) = selectors.verify(PARK)

        assert (finding.seq, finding.problem) == (seq, "cut off")

    def test_finds_a_chain_whose_head_was_removed_with_its_end(self, unlocked) -> None:
        some_entries(PARK, 3)
        AuditChain.objects.filter(park_id=PARK).delete()

        (finding,) = selectors.verify()

        assert (finding.park_id, finding.seq, finding.problem) == (PARK, 4, "cut off")

    def test_asks_a_constant_number_of_queries(self, django_assert_num_queries) -> None:
        some_entries(PARK, 40)

        with django_assert_num_queries(2):
            selectors.verify(PARK)


class TestTheLock:
    def test_refuses_the_owner_of_the_table_to_change_or_remove_an_entry(self) -> None:
        some_entries(PARK, 1)

        for statement in (
            "UPDATE audit_auditentry SET verb = 'x'",
            "DELETE FROM audit_auditentry",
        ):
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_auditentry SET verb = 'x'",
            "DELETE FROM audit_auditentry",
            "TRUNCATE audit_auditentry",
            "DELETE FROM audit_auditchain",
            "DROP TRIGGER audit_entry_append_only ON audit_auditentry",
            "ALTER TABLE audit_auditentry DISABLE TRIGGER audit_entry_append_only",
        ],
    )
    def test_refuses_the_role_under_which_web_and_worker_run(self, statement) -> None:
        at = connection.settings_dict
        try:
            app = psycopg.connect(
                host=at["HOST"], port=at["PORT"], dbname=at["NAME"], user="qianjin_app"
            )
        except psycopg.OperationalError:
            pytest.skip("the server of DATABASE_URL has no role qianjin_app")

        with app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(statement)

    def test_lets_that_role_write_new_entries(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT has_table_privilege('qianjin_app', 'audit_auditentry', 'INSERT'),"
                " has_table_privilege('qianjin_app', 'audit_auditchain', 'UPDATE')"
            )
            assert cursor.fetchone() == (True, True)


class TestThePage:
    def test_pages_to_and_fro_without_losing_or_repeating_an_entry(self, monkeypatch) -> None:
        monkeypatch.setattr(selectors, "PAGE", 3)
        some_entries(PARK, 8)
        nothing = selectors.TrailFilters()

        first = selectors.page_of(PARK, nothing)
        second = selectors.page_of(PARK, nothing, cursor=first.older)
        third = selectors.page_of(PARK, nothing, cursor=second.older)
        back = selectors.page_of(PARK, nothing, cursor=third.newer)

        shown = [[entry.seq for entry in page.entries] for page in (first, second, third, back)]
        assert shown == [[8, 7, 6], [5, 4, 3], [2, 1], [5, 4, 3]]
        assert (first.newer, third.older) == ("", "")
        assert back.newer and back.older

    @pytest.mark.parametrize("cursor", ["o", "nx", "o-1", "o" + "9" * 40, "'; --"])
    def test_reads_a_spoilt_cursor_as_none(self, cursor) -> None:
        some_entries(PARK, 2)

        page = selectors.page_of(PARK, selectors.TrailFilters(), cursor=cursor)

        assert [entry.seq for entry in page.entries] == [2, 1]

    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ({"who": "周"}, [2]),
            ({"verb": "x.y"}, [2]),
            ({"object_kind": "request"}, [1]),
            ({"object": "001"}, [1]),
            ({"since": "2026-11-24"}, [2]),
            ({"until": "2026-11-23"}, [1]),
        ],
    )
    def test_narrows_by_person_verb_object_and_days(self, filters, found) -> None:
        from datetime import date, timedelta

        some_entries(PARK, 1)
        services.record(
            park_id=PARK,
            by=Someone(2, "周衡", "section_head"),
            at=NOON + timedelta(days=1),
            verb="x.y",
        )
        told = {
            name: date.fromisoformat(v) if name in ("since", "until") else v
            for name, v in filters.items()
        }

        page = selectors.page_of(PARK, selectors.TrailFilters(**told))

        assert [entry.seq for entry in page.entries] == found
