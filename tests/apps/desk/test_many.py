"""Sorting many requests in one act, and taking a list out as a table."""

from __future__ import annotations

import pytest

from qianjin.apps.audit import selectors as audit
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.models import Entry, ServiceRequest
from qianjin.apps.desk.refusals import BadRequest, MayNotExport
from qianjin.units.spreadsheet import read_table
from tests.factories.desk import MORNING, a_request, a_resolved_request, an_assigned_request
from tests.factories.parks import local

LATER = local("2026-11-23 10:00")


@pytest.fixture
def two(cast) -> list[str]:
    """An assigned request of 晨曦精密 and a fresh one of 远山材料."""
    assigned = an_assigned_request(cast, MORNING)
    fresh = a_request(cast.other, cast.acts(cast.duzhong), MORNING, "子女入学名额")
    return [assigned.number, fresh.number]


def triage(cast, numbers, by=None, **what):
    actor = cast.acts(by or cast.linyue)
    return services.triage_many(numbers=numbers, by=actor, at=LATER, **what)


class TestSortingMany:
    def test_changes_what_is_given_and_leaves_the_rest(self, cast, two):
        outcome = triage(cast, two, officer=cast.zhouheng)

        assert outcome.done == tuple(sorted(two))
        assigned, fresh = (ServiceRequest.objects.get(number=n) for n in two)
        assert (assigned.officer, assigned.unit, assigned.kind) == (
            cast.zhouheng,
            cast.investment,
            "SUP",
        )
        assert (fresh.officer, fresh.unit, fresh.kind) == (cast.zhouheng, None, "")

    def test_drops_a_sub_type_that_belongs_to_the_former_type(self, cast):
        request = a_request(
            cast.chenxi, cast.acts(cast.chenlan), MORNING, kind="ENG", subkind="power"
        )

        triage(cast, [request.number], kind="WAT")

        request.refresh_from_db()
        assert (request.kind, request.subkind) == ("WAT", "")

    def test_names_what_it_refused_and_does_the_rest(self, cast, two):
        closed = a_resolved_request(cast, MORNING)

        outcome = triage(cast, [*two, closed.number, "2020-0101-001"], unit=cast.power)

        assert set(outcome.done) == set(two)
        assert dict(outcome.refused) == {
            closed.number: "这件诉求已不在办理中。",
            "2020-0101-001": "没有这件诉求，或者您无权查看。",
        }

    def test_leaves_to_each_what_they_may_sort(self, cast, two):
        outcome = triage(cast, two, by=cast.zhouheng, officer=cast.zhouheng)

        assert outcome.done == (two[0],)
        assert [number for number, _sentence in outcome.refused] == [two[1]]

    def test_by_whoever_sorts_nothing_does_nothing(self, cast, two):
        outcome = triage(cast, two, by=cast.yeting, officer=cast.yeting)

        assert outcome.done == ()
        assert not Entry.objects.filter(at=LATER).exists()

    def test_leaves_a_trace_of_each(self, cast, two):
        triage(cast, two, unit=cast.power)

        found = audit.entries_of(cast.park.pk).filter(verb="request.triaged")
        assert {entry.object_label for entry in found if entry.at == LATER} == set(two)

    def test_to_a_level_that_is_none_is_refused_for_each(self, cast, two):
        outcome = triage(cast, two, level="herculean")

        assert {sentence for _number, sentence in outcome.refused} == {str(BadRequest())}


class TestTakingAListOut:
    def test_writes_the_rows_of_the_list_in_its_order(self, cast, two):
        table = services.export_table(
            by=cast.acts(cast.linyue), at=LATER, filters=selectors.Filters(tab="all")
        )

        rows = read_table(table.read()).rows
        table.close()
        assert {str(row[0]) for row in rows[1:]} == set(two)

    def test_is_refused_to_whoever_may_not(self, cast, two):
        with pytest.raises(MayNotExport):
            services.export_table(
                by=cast.acts(cast.yeting), at=LATER, filters=selectors.Filters(tab="all")
            )

    def test_leaves_a_trace_with_its_filters(self, cast, two):
        filters = selectors.Filters(tab="all", words="入学")
        services.export_table(by=cast.acts(cast.linyue), at=LATER, filters=filters).close()

        (entry,) = audit.entries_of(cast.park.pk).filter(verb="request.export")
        assert entry.detail == {"rows": 1, "filters": {"tab": "all", "words": "入学"}}
