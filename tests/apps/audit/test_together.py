"""What is written together is one statement, and the same rows as written one by one."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from psycopg import _queries

from qianjin.apps.audit.models import AuditChain, AuditEntry, IdempotencyKey
from qianjin.apps.audit.together import Part, keys_for, rows, write
from qianjin.apps.desk.models import ServiceRequest
from tests.factories.audit import Someone, some_entries
from tests.factories.desk import a_request
from tests.factories.parks import NOON

pytestmark = pytest.mark.django_db

PARK = 7


def an_entry(seq: int, **fields: object) -> AuditEntry:
    given = {"at": NOON, "verb": "x.y", "actor_name": Someone().name, "digest": str(seq)}
    return AuditEntry(park_id=PARK, seq=seq, **given | fields)


def a_key(key: str, **fields: object) -> IdempotencyKey:
    return IdempotencyKey(park_id=PARK, user_id=1, key=key, path="/", made_at=NOON, **fields)


def test_rows_of_several_tables_are_one_statement_and_as_django_would_write_them() -> None:
    detail = {"字": "𠮷", "n": [1, 2.5, None]}
    together = [an_entry(1, detail=detail), a_key("甲", status=303), an_entry(2, actor_id=5)]
    one_by_one = an_entry(3, detail=detail)
    one_by_one.save()

    with CaptureQueriesContext(
        connection,
    ) as asked:
        write([*rows(together), Part("UPDATE audit_auditentry SET seq = 9 WHERE seq = %s", [8])])

    assert len(asked) == 1
    first, second = AuditEntry.objects.filter(seq__in=[1, 2]).order_by("seq")
    assert (first.detail, first.actor_id, first.at) == (detail, None, NOON)
    assert (second.detail, second.actor_id) == ({}, 5)
    same = ("park_id", "at", "verb", "actor_name", "role", "object_kind", "object_id", "detail")
    assert [getattr(first, name) for name in same] == [getattr(one_by_one, name) for name in same]
    assert IdempotencyKey.objects.get(key="甲").status == 303
    assert not any(made._state.adding for made in together)


def test_lists_and_keys_given_beforehand_are_kept(cast) -> None:
    like = a_request(cast.chenxi, cast.acts(cast.chenlan))
    (key,) = keys_for(ServiceRequest)
    like.pk, like.number, like.co_units = key, "2026-1123-900", [4, 5]

    write(rows([like]))

    found = ServiceRequest.objects.get(number="2026-1123-900")
    assert (found.pk, found.co_units, found.body) == (key, [4, 5], like.body)
    assert keys_for(ServiceRequest) == (key + 1,)


def test_one_part_that_fails_leaves_nothing_of_the_others() -> None:
    some_entries(PARK, 1)

    with pytest.raises(IntegrityError), transaction.atomic():
        write(rows([a_key("乙"), an_entry(1)]))

    assert not IdempotencyKey.objects.filter(key="乙").exists()


def test_gives_back_what_the_last_part_returns(django_assert_num_queries) -> None:
    made = an_entry(1)

    ((key,),) = write(rows([a_key("丙"), made]), returning="id")

    assert AuditEntry.objects.get(seq=1).pk == key
    with django_assert_num_queries(0):
        assert write([]) == []


def test_an_entry_of_the_trail_is_one_statement_behind_the_lock(django_assert_num_queries) -> None:
    some_entries(PARK, 1)

    with django_assert_num_queries(2):
        (entry,) = some_entries(PARK, 1)

    assert AuditEntry.objects.get(seq=2).pk == entry.pk
    assert AuditChain.objects.get(park_id=PARK).head == entry.digest


def test_a_long_statement_is_read_by_the_driver_only_once() -> None:
    def many(first: int) -> list[AuditEntry]:
        return [an_entry(first + n) for n in range(12)]

    write(rows(many(1)))
    before = _queries._query2pg.cache_info()
    write(rows(many(50)))

    assert _queries._query2pg.cache_info().misses == before.misses
    assert _queries._query2pg.cache_info().hits > before.hits
