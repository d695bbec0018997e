"""Learning from how requests were sorted, and what is then suggested."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.desk import selectors, services, tasks
from qianjin.apps.desk.models import Entry, TriageModel
from tests.factories.desk import MORNING, a_request, a_resolved_request
from tests.factories.enterprises import an_enterprise

pytestmark = pytest.mark.slow
NIGHT = MORNING + timedelta(hours=11)
POWER = "{}停电跳闸，产线停机，请抢修"
ROADS = "{}路灯坏了，夜班工人看不清路"
PLACES = ("东门", "西门", "三号车间", "河滨路", "北侧堆场", "职工宿舍", "二期工地", "物流通道")


@pytest.fixture
def past(cast) -> None:
    """Sixteen power failures led by the investment section, sixteen lamps led by planning."""
    for n in range(16):
        place = PLACES[n % 8]
        sort(cast, POWER.format(place), "ENG", "power", cast.investment, n)
        sort(cast, ROADS.format(place), "INF", "roads", cast.planning, n)


def sort(cast, words, kind, subkind, unit, n=0, **more):
    at = MORNING + timedelta(minutes=n)
    request = a_request(cast.chenxi, cast.acts(cast.chenlan), at, words)
    return services.triage(
        request=request,
        kind=kind,
        subkind=subkind,
        level=more.get("level", "simple" if kind == "INF" else "ordinary"),
        unit=unit,
        by=cast.acts(cast.linyue),
        at=at + timedelta(minutes=1),
    )


class TestLearning:
    def test_keeps_one_classifier_for_each_choice(self, cast, past) -> None:
        made = services.learn_triage(park_id=cast.park.pk, at=NIGHT)

        assert [row.target for row in made] == ["kind", "subkind", "unit", "level"]
        assert {(row.version, row.examples, row.corrections) for row in made} == {(1, 32, 0)}
        assert all(row.top1 > 0.9 for row in made)
        assert all(len(row.packed) < 20_000 for row in made)

    def test_leaves_a_trace_in_nobodys_name(self, cast, past) -> None:
        services.learn_triage(park_id=cast.park.pk, at=NIGHT)

        traces = AuditEntry.objects.filter(park_id=cast.park.pk, verb="triage.learn")
        assert [(t.object_label, t.detail["examples"]) for t in traces.order_by("seq")] == [
            ("kind", 32), ("subkind", 32), ("unit", 32), ("level", 32),
        ]  # fmt: skip
        assert {trace.actor_id for trace in traces} == {None}

    def test_does_nothing_on_a_night_without_news(self, cast, past) -> None:
        services.learn_triage(park_id=cast.park.pk, at=NIGHT)

        assert services.learn_triage(park_id=cast.park.pk, at=NIGHT + timedelta(days=1)) == []
        assert TriageModel.objects.count() == 4

    def test_begins_a_version_when_something_was_sorted(self, cast, past) -> None:
        for night in range(5):
            services.learn_triage(park_id=cast.park.pk, at=NIGHT + timedelta(days=night))
            sort(cast, POWER.format("新厂房"), "ENG", "power", cast.investment, 60 + night)

        versions = TriageModel.objects.filter(target="kind").order_by("version")
        assert [row.version for row in versions] == [3, 4, 5]

    def test_waits_until_enough_is_known(self, cast) -> None:
        for n in range(20):
            sort(cast, POWER.format(n), "ENG", "power", cast.investment, n)

        assert services.learn_triage(park_id=cast.park.pk, at=NIGHT) == []

    def test_counts_a_choice_against_the_suggestion_as_a_correction(self, cast, past) -> None:
        services.learn_triage(park_id=cast.park.pk, at=NIGHT)
        sort(cast, POWER.format("南门"), "EMG", "outage", cast.investment, 50)

        made = services.learn_triage(park_id=cast.park.pk, at=NIGHT + timedelta(days=1))

        assert {row.target: row.corrections for row in made} == {
            "kind": 1, "subkind": 1, "unit": 0, "level": 0,
        }  # fmt: skip

    def test_another_park_learns_nothing_from_it(self, cast, past, elsewhere) -> None:
        services.learn_triage(park_id=cast.park.pk, at=NIGHT)

        assert services.learn_triage(park_id=elsewhere.park_id, at=NIGHT) == []
        assert selectors.hints_for(elsewhere.park_id, POWER.format("南门")) == {}


@pytest.fixture
def elsewhere(db):
    from tests.factories.parks import a_park

    return an_enterprise(a_park(), "别处（演示）")


class TestSuggesting:
    @pytest.fixture
    def learned(self, cast, past) -> None:
        services.learn_triage(park_id=cast.park.pk, at=NIGHT)

    def test_names_type_subtype_unit_and_level(self, cast, learned) -> None:
        hints = selectors.hints_for(cast.park.pk, "新厂房突然跳闸停电")

        assert {target: found[0].code for target, found in hints.items()} == {
            "kind": "ENG",
            "subkind": "ENG/power",
            "unit": cast.investment.code,
            "level": "ordinary",
        }
        assert 50 < hints["kind"][0].percent <= 99

    def test_says_which_words_spoke_for_it(self, cast, learned) -> None:
        words = selectors.hints_for(cast.park.pk, "新厂房突然跳闸停电")["kind"][0].words

        assert words
        assert all(word in "新厂房突然跳闸停电" for word in words)

    def test_keeps_silent_on_too_few_words(self, cast, learned) -> None:
        assert selectors.hints_for(cast.park.pk, "停电") == {}

    def test_decides_nothing(self, cast, learned) -> None:
        request = a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING, POWER.format("南门"))

        selectors.suggested_for(cast.acts(cast.linyue), request.body, at=NIGHT)

        request.refresh_from_db()
        assert (request.kind, request.unit, request.level) == ("", None, "")

    def test_the_entry_keeps_what_was_suggested_when_it_was_chosen(self, cast, learned) -> None:
        request = sort(cast, POWER.format("南门"), "EMG", "outage", cast.planning, 50)

        entry = Entry.objects.get(request=request, kind="triaged")
        assert entry.data["suggested"]["kind"] == "ENG"
        assert entry.data["kind"] == "EMG"

    def test_shows_the_same_cause_at_other_enterprises(self, cast, learned) -> None:
        other = an_enterprise(cast.park, "远山材料（演示）")
        theirs = a_request(
            other, cast.acts(cast.linyue), MORNING, "西门停电跳闸，请抢修", source="phone"
        )

        found = selectors.suggested_for(
            cast.acts(cast.linyue),
            "西门停电跳闸，请快来抢修",
            at=NIGHT,
            enterprise_id=cast.chenxi.pk,
        )

        assert [row.number for row in found.elsewhere] == [theirs.number]

    def test_shows_solved_ones_of_the_likely_type(self, cast, learned) -> None:
        solved = a_resolved_request(cast, words="东门停电跳闸，产线停机")
        type(solved).objects.filter(pk=solved.pk).update(kind="ENG")

        found = selectors.suggested_for(
            cast.acts(cast.linyue), "西门停电跳闸，产线停机了", at=NIGHT
        )

        assert [(row.number, row.answer) for row in found.solved] == [(solved.number, "已落实供货")]

    def test_asks_no_more_the_more_was_sorted(self, cast, learned, django_assert_max_num_queries):
        by = cast.acts(cast.linyue)
        with django_assert_max_num_queries(8):
            selectors.suggested_for(by, "新厂房突然跳闸停电", at=NIGHT)


def test_the_night_learns_in_every_park(cast, past, monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NIGHT)

    tasks.learn_triage(0)

    assert TriageModel.objects.filter(park=cast.park).count() == 4
