"""When … and … then …: rules that are data, act in the clock's name and cannot chase each other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from qianjin.apps.accounts.models import Membership, Notice
from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.channels import services
from qianjin.apps.channels.choices import Topic
from qianjin.apps.channels.models import Delivery, Rule, RuleRun
from qianjin.apps.channels.refusals import BadRule, MayNotSetChannels
from qianjin.apps.desk import selectors as desk_selectors
from qianjin.apps.desk import services as desk
from qianjin.apps.desk.models import Entry, ServiceRequest
from tests.factories.accounts import Cast, the_cast
from tests.factories.channels import a_robot, a_rule
from tests.factories.desk import a_request, a_resolved_request, an_assigned_request
from tests.factories.parks import local

pytestmark = pytest.mark.django_db

MONDAY = local("2026-11-23 09:00")
LATER = MONDAY + timedelta(minutes=5)


def follow(cast: Cast, at: Any = LATER) -> int:
    return services.follow_desk(park_id=cast.park.pk, at=at)


def asked(cast: Cast, words: str = "厂区停电", **fields: Any) -> ServiceRequest:
    """The cursor begins, 陈岚 asks a minute later, and the rules follow."""
    follow(cast, MONDAY)
    at = MONDAY + timedelta(minutes=1)
    row = a_request(cast.chenxi, cast.acts(cast.chenlan), at, words, **fields)
    follow(cast)
    row.refresh_from_db()
    return row


class TestActing:
    def test_names_lead_officer_and_level_in_the_clock_s_name_and_the_rule_s(
        self, cast: Cast
    ) -> None:
        a_rule(
            cast.park,
            name="停电速办",
            words="停电 跳闸",
            set_unit=cast.power,
            set_officer=cast.liaison,
            set_level="complex",
        )

        row = asked(cast)

        assert (row.unit, row.officer, row.level) == (cast.power, cast.liaison, "complex")
        entry = Entry.objects.get(request=row, kind="triaged")
        assert (entry.by, entry.by_name, entry.side) == (None, "停电速办", "clock")
        audited = AuditEntry.objects.get(verb="rule.run")
        assert (audited.actor_name, audited.role) == ("停电速办", "clock")
        assert audited.detail["did"] == ["set_unit", "set_officer", "set_level", "note"]

    def test_notes_and_tells_roles_and_a_group(self, cast: Cast) -> None:
        robot = a_robot(cast.park, topics=[])
        a_rule(cast.park, tell_roles=["deputy_director"], tell_robot=robot)

        row = asked(cast)

        assert Entry.objects.get(request=row, kind="note").is_internal
        told = Notice.objects.get(kind="channels.rule")
        assert (told.user, told.params["rule"]) == (cast.hewei, "停电速办")
        assert Delivery.objects.get().robot == robot

    @pytest.mark.parametrize(
        ("conditions", "fits"),
        [
            ({"words": "停电"}, True),
            ({"words": "停水，停电"}, True),
            ({"words": "停水"}, False),
            ({"kinds": ["ENG", "WAT"]}, True),
            ({"kinds": ["WAT"]}, False),
            ({"levels": ["simple"]}, False),
            ({"tiers": ["anchor"]}, True),
            ({"tiers": ["small"]}, False),
            ({"kinds": ["ENG"], "words": "停水"}, False),
        ],
    )
    def test_acts_only_where_every_condition_holds(
        self, cast: Cast, conditions: dict[str, Any], fits: bool
    ) -> None:
        cast.chenxi.tier = "anchor"
        cast.chenxi.save()
        a_rule(cast.park, **conditions)

        asked(cast, kind="ENG")

        assert RuleRun.objects.exists() is fits

    @pytest.mark.parametrize(
        ("raised", "fits"),
        [
            ("2026-11-23 10:00", "open"),
            ("2026-11-23 12:40", "closed"),  # lunch
            ("2026-11-23 21:00", "closed"),
            ("2026-11-28 10:00", "closed"),  # a Saturday
            ("2026-10-10 10:00", "open"),  # a Saturday worked to make up for the holiday
        ],
    )
    def test_knows_whether_the_office_is_open(self, cast: Cast, raised: str, fits: str) -> None:
        at = local(raised)
        a_request(cast.chenxi, cast.acts(cast.chenlan), at)
        for hours in ("open", "closed"):
            rule = a_rule(cast.park, name=hours, hours=hours)

            tried = services.would_do(rule=rule, at=at + timedelta(minutes=5))

            assert tried.hits == (hours == fits)

    def test_asks_a_unit_to_help_once_and_only_under_a_lead(self, cast: Cast) -> None:
        a_rule(cast.park, set_unit=cast.power, co_unit=cast.planning, note="请核实停电范围")
        again = a_rule(cast.park, name="再请", co_unit=cast.planning, note="")
        row = asked(cast)

        part = row.parts.get()
        assert (part.unit, part.asked_by, part.task) == (cast.planning, None, "请核实停电范围")
        assert part.due_at > LATER
        assert RuleRun.objects.get(rule=again).did == []
        shared = Entry.objects.get(request=row, kind="shared")
        assert (shared.by, shared.by_name) == (None, "停电速办")

    def test_without_a_lead_nobody_is_asked_to_help(self, cast: Cast) -> None:
        rule = a_rule(cast.park, co_unit=cast.planning, note="")
        row = asked(cast)

        assert not row.parts.exists()
        assert (RuleRun.objects.get().did, RuleRun.objects.get().refusal) == ([], "")
        assert services.would_do(rule=rule, at=LATER).rows[0].did == ()

    def test_tells_a_person_once_and_nobody_who_no_longer_serves(self, cast: Cast) -> None:
        a_rule(
            cast.park, note="", tell_person=cast.hewei, tell_roles=["deputy_director"], words="停电"
        )
        gone = a_rule(cast.park, name="找老林", tell_person=cast.linyue, set_level="complex")
        Membership.objects.filter(user=cast.linyue).delete()
        row = asked(cast)

        told = Notice.objects.get(kind="channels.rule")
        assert (told.user, told.params["rule"]) == (cast.hewei, "停电速办")
        assert RuleRun.objects.get(rule=gone).did == ["set_level", "note"]
        assert row.level == "complex"

    def test_follows_the_unit_that_leads(self, cast: Cast) -> None:
        a_rule(cast.park, "resolved", "招商", unit=cast.investment)
        a_rule(cast.park, "resolved", "规建", unit=cast.planning)
        follow(cast, MONDAY)
        a_resolved_request(cast, MONDAY + timedelta(minutes=1))

        follow(cast, MONDAY + timedelta(hours=3))

        assert [run.rule.name for run in RuleRun.objects.all()] == ["招商"]

    def test_a_resting_rule_does_nothing(self, cast: Cast) -> None:
        a_rule(cast.park, is_active=False)

        asked(cast)

        assert not RuleRun.objects.exists()

    def test_what_is_so_already_is_not_done_again(self, cast: Cast) -> None:
        a_rule(cast.park, "late", "升级", set_level="ordinary", note="")
        follow(cast, MONDAY)
        row = an_assigned_request(cast, MONDAY)
        at = MONDAY + timedelta(hours=33)
        desk.climb(park_id=cast.park.pk, at=at)

        follow(cast, at)

        assert RuleRun.objects.get().did == []
        assert Entry.objects.filter(request=row, kind="triaged").count() == 1

    def test_a_refused_act_leaves_its_reason_and_does_not_stop_the_next_rule(
        self, cast: Cast
    ) -> None:
        a_rule(cast.park, "resolved", "太迟", set_unit=cast.planning, note="")
        a_rule(cast.park, "resolved", "备注")
        follow(cast, MONDAY)
        a_resolved_request(cast, MONDAY + timedelta(minutes=1))

        follow(cast, MONDAY + timedelta(hours=3))

        late, noted = RuleRun.objects.order_by("id")
        assert late.did == []
        assert late.refusal
        assert noted.did == ["note"]


class TestLoops:
    def test_no_act_of_a_rule_is_an_event(self, cast: Cast) -> None:
        a_rule(cast.park, set_unit=cast.power, set_level="complex", tell_roles=["deputy_director"])
        row = asked(cast)

        kinds = set(Entry.objects.filter(request=row).values_list("kind", flat=True))
        events = desk_selectors.happenings(
            cast.park.pk, since=MONDAY, until=LATER + timedelta(minutes=9)
        )
        assert kinds == {"raised", "triaged", "note"}
        assert [event.topic for event in events] == ["raised"]

    def test_two_rules_that_undo_each_other_act_once_each(self, cast: Cast) -> None:
        for topic in Topic.values:
            a_rule(cast.park, topic, f"甲{topic}", set_level="complex", note="")
            a_rule(cast.park, topic, f"乙{topic}", set_level="simple", note="")
        row = asked(cast)
        for minutes in range(6, 20):
            follow(cast, MONDAY + timedelta(minutes=minutes))

        assert RuleRun.objects.filter(request=row).count() == 2
        assert Entry.objects.filter(request=row, kind="triaged").count() == 2

    def test_a_reopened_request_is_a_new_round_for_a_rule(self, cast: Cast) -> None:
        a_rule(cast.park, "reopened", "重办")
        follow(cast, MONDAY)
        row = a_resolved_request(cast, MONDAY)
        for day in (1, 2):
            at = MONDAY + timedelta(days=day)
            desk.reopen(request=row, words="没解决", by=cast.acts(cast.chenlan), at=at)
            follow(cast, at + timedelta(minutes=1))
            desk.resolve(
                request=row,
                words="已解决",
                by=cast.acts(cast.hewei),
                at=at + timedelta(hours=1),
            )

        assert RuleRun.objects.count() == 2


class TestTryingOnLastMonth:
    def test_says_what_would_have_happened_and_changes_nothing(self, cast: Cast) -> None:
        for days, words in ((40, "停电太久以前"), (20, "停电"), (3, "停水"), (2, "又停电")):
            at = MONDAY - timedelta(days=days)
            a_request(cast.chenxi, cast.acts(cast.chenlan), at, words)
        rule = a_rule(cast.park, words="停电", set_unit=cast.power, is_active=False)
        before = Entry.objects.count()

        tried = services.would_do(rule=rule, at=MONDAY)

        assert [row.title for row in tried.rows] == ["又停电", "停电"]
        assert tried.rows[0].did == ("set_unit", "note")
        assert (tried.events, tried.hits) == (3, 2)
        assert Entry.objects.count() == before
        assert not RuleRun.objects.exists()

    def test_each_request_is_judged_as_it_was_sorted_then(self, cast: Cast) -> None:
        """Raised without a type, sorted ten minutes later: a rule about the type did not fit."""
        an_assigned_request(cast, MONDAY - timedelta(days=2))
        by_kind = a_rule(cast.park, name="类型", kinds=["SUP"])
        unsorted = a_rule(cast.park, name="交办", set_unit=cast.investment, note="")

        assert services.would_do(rule=by_kind, at=MONDAY).hits == 0
        assert services.would_do(rule=unsorted, at=MONDAY).rows[0].did == ("set_unit",)

    def test_counts_whom_it_would_have_asked_to_help_as_things_stood_then(self, cast: Cast) -> None:
        row = an_assigned_request(cast, MONDAY - timedelta(days=2))
        by, at = cast.acts(cast.hewei), MONDAY - timedelta(days=1)
        units = [cast.planning]
        desk.share(request=row, units=units, words="请核实", by=by, at=at)
        at += timedelta(hours=2)
        desk.reply(request=row, words="正在核实", by=by, at=at)
        for unit, asked_then in ((cast.planning, ()), (cast.power, ("co_unit",))):
            rule = a_rule(cast.park, "replied", f"协办{unit}", co_unit=unit, note="")

            tried = services.would_do(rule=rule, at=MONDAY)

            assert [one.did for one in tried.rows] == [asked_then]

    def test_costs_the_same_however_many_there_are(
        self, cast: Cast, django_assert_num_queries: Any
    ) -> None:
        for n in range(12):
            at = MONDAY - timedelta(days=n + 1)
            a_request(cast.chenxi, cast.acts(cast.chenlan), at)
        rule = a_rule(cast.park)

        with django_assert_num_queries(2):
            assert services.would_do(rule=rule, at=MONDAY).hits == 12


class TestWriting:
    def add(self, cast: Cast, **told: Any) -> Rule:
        told = {"name": "规则", "topic": "raised", "note": "请核实", **told}
        return services.add_rule(park=cast.park, by=cast.acts(cast.admin), at=MONDAY, **told)

    def test_a_new_rule_rests_until_it_is_switched_on(self, cast: Cast) -> None:
        rule = self.add(cast)
        assert not rule.is_active

        services.wake_rule(rule=rule, by=cast.acts(cast.admin), at=MONDAY)

        asked(cast)
        assert RuleRun.objects.count() == 1
        verbs = AuditEntry.objects.filter(object_kind="rule").order_by("seq")
        assert [entry.verb for entry in verbs] == ["rule.add", "rule.wake"]

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"note": ""}, "note"),
            ({"name": " "}, "name"),
            ({"topic": "noise"}, "topic"),
            ({"set_level": "huge"}, "set_level"),
            ({"words": "词" * 201}, "words"),
            ({"hours": "midnight"}, "hours"),
        ],
    )
    def test_a_rule_that_makes_no_sense_is_refused(
        self, cast: Cast, told: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(BadRule) as refused:
            self.add(cast, **told)

        assert set(refused.value.fields) == {field}

    def test_what_belongs_to_another_park_is_refused(self, cast: Cast) -> None:
        other = the_cast()
        for told in (
            {"unit": other.general},
            {"set_unit": other.general},
            {"co_unit": other.general},
            {"set_officer": other.linyue},
            {"tell_person": other.linyue},
            {"tell_robot": a_robot(other.park)},
        ):
            with pytest.raises(BadRule) as refused:
                self.add(cast, **told)
            assert set(refused.value.fields) == set(told)

    def test_only_the_administrator_writes_rules(self, cast: Cast) -> None:
        rule = a_rule(cast.park)
        for user in (cast.hewei, cast.linyue, cast.chenlan):
            with pytest.raises(MayNotSetChannels):
                services.change_rule(rule=rule, by=cast.acts(user), at=MONDAY, name="新名")
