"""Triage, acceptance and the first contact: who leads, and which promise holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianjin.apps.audit import selectors as audit
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.models import Entry, PromiseChoice, PromiseProfile, PromiseStage
from qianjin.apps.desk.refusals import (
    AlreadyAccepted,
    BadRequest,
    MayNotHandle,
    MayNotTriage,
    NotOpen,
)
from tests.factories.accounts import a_person
from tests.factories.desk import (
    MORNING,
    a_request,
    a_resolved_request,
    an_accepted_request,
    an_assigned_request,
)
from tests.factories.parks import a_park, a_unit, local

LATER = MORNING + timedelta(minutes=10)


@pytest.fixture
def fresh(cast):
    return a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING)


@pytest.fixture
def quick(cast) -> PromiseProfile:
    """One working hour to respond, three and four days for the rest."""
    profile = PromiseProfile.objects.create(park=cast.park, code="quick", name_zh="加急")
    for stage, amount, unit in (("respond", 1, "wh"), ("plan", 3, "wd"), ("resolve", 4, "wd")):
        PromiseStage.objects.create(profile=profile, stage=stage, amount=amount, unit=unit)
    return profile


def sort(cast, request, by=None, **fields):
    told = {"kind": "ENG", "level": "ordinary", "at": LATER, **fields}
    return services.triage(request=request, by=by or cast.acts(cast.linyue), **told)


class TestTriage:
    def test_names_type_aim_level_lead_and_officer(self, cast, fresh, heard) -> None:
        row = sort(
            cast,
            fresh,
            subkind="power",
            aim="precise",
            unit=cast.investment,
            officer=cast.yeting,
            title="增容\x00",
        )

        assert (row.kind, row.subkind, row.level, row.aim) == (
            "ENG",
            "power",
            "ordinary",
            "precise",
        )
        assert (row.unit, row.officer, row.title) == (cast.investment, cast.yeting, "增容")
        assert (row.status, row.first_contact) == ("submitted", cast.linyue)
        assert heard(cast.yeting) == ["assigned"]
        assert heard(cast.zhouheng) == []

    def test_stays_inside_the_office_and_leaves_a_trace(self, cast, fresh) -> None:
        sort(cast, fresh, words="转招商部")

        entry = Entry.objects.get(request=fresh, kind="triaged")
        assert (entry.is_internal, entry.text) == (True, "转招商部")
        verbs = [row.verb for row in audit.entries_about(cast.park.pk, "request", fresh.pk)]
        assert "request.triaged" in verbs

    def test_to_a_unit_alone_tells_its_head_or_its_liaison(self, cast, fresh, heard) -> None:
        sort(cast, fresh, unit=cast.investment)
        sort(cast, fresh, unit=cast.power)
        sort(cast, fresh, unit=cast.power)

        assert heard(cast.zhouheng) == ["assigned"]
        assert heard(cast.liaison) == ["assigned"]

    def test_the_words_of_a_new_title_are_found(self, cast, fresh) -> None:
        sort(cast, fresh, title="变压器扩容")

        page = selectors.page_of(
            cast.acts(cast.linyue), selectors.Filters(tab="all", words="变压器"), at=LATER
        )

        assert [row.id for row in page.rows] == [fresh.pk]

    def test_keeps_the_title_where_none_is_given(self, cast, fresh) -> None:
        assert sort(cast, fresh).title == "临时用电增容"

    def test_who_received_it_first_stays_the_first(self, cast, fresh) -> None:
        sort(cast, fresh)

        assert sort(cast, fresh, by=cast.acts(cast.hewei)).first_contact == cast.linyue

    def test_is_for_those_who_sort(self, cast, fresh) -> None:
        with pytest.raises(MayNotTriage):
            sort(cast, fresh, by=cast.acts(cast.yeting))
        with pytest.raises(MayNotTriage):
            sort(cast, fresh, by=cast.acts(cast.zhouheng))
        with pytest.raises(MayNotTriage):
            sort(cast, fresh, by=cast.acts(cast.chenlan))

        sort(cast, fresh, unit=cast.investment)
        assert sort(cast, fresh, by=cast.acts(cast.zhouheng), unit=cast.investment).kind == "ENG"

    def test_of_what_is_resolved_has_no_meaning(self, cast) -> None:
        with pytest.raises(NotOpen):
            sort(cast, a_resolved_request(cast))

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"kind": "XXX"}, "kind"),
            ({"subkind": "loan"}, "subkind"),
            ({"level": "hopeless"}, "level"),
            ({"aim": "none"}, "aim"),
        ],
    )
    def test_names_the_field_that_is_wrong(self, cast, fresh, fields, field) -> None:
        with pytest.raises(BadRequest) as refusal:
            sort(cast, fresh, **fields)

        assert list(refusal.value.fields) == [field]

    def test_takes_no_unit_and_nobody_from_elsewhere(self, cast, fresh) -> None:
        with pytest.raises(BadRequest) as refusal:
            sort(cast, fresh, unit=a_unit(a_park()), officer=cast.chenlan)
        assert set(refusal.value.fields) == {"unit", "officer"}

        with pytest.raises(BadRequest):
            sort(cast, fresh, officer=a_person())
        fresh.refresh_from_db()
        assert (fresh.unit, fresh.officer, fresh.version) == (None, None, 1)


class TestThePromiseOfATypeAndLevel:
    def test_replaces_what_is_not_kept_counting_from_the_same_start(
        self, cast, fresh, quick, dues
    ) -> None:
        PromiseChoice.objects.create(park=cast.park, kind="ENG", level="", profile=quick)

        row = sort(cast, fresh)

        assert row.profile == quick
        assert dues(row) == {
            "respond": "2026-11-23 10:00",
            "plan": "2026-11-26 17:30",
            "resolve": "2026-11-27 17:30",
        }
        assert row.next_due_at == local("2026-11-23 10:00")
        assert Entry.objects.get(request=row, kind="triaged").data["clocks_moved"] is True

    def test_leaves_alone_what_was_kept(self, cast, quick, dues) -> None:
        request = an_accepted_request(cast)
        PromiseChoice.objects.create(park=cast.park, kind="ENG", profile=quick)

        row = sort(cast, request, unit=cast.investment, officer=cast.yeting)

        kept = row.promises.get(stage="respond")
        assert (kept.amount, kept.unit, kept.met_at) == (1, "wd", MORNING + timedelta(minutes=20))
        assert dues(row) == {"plan": "2026-11-26 17:30", "resolve": "2026-11-27 17:30"}

    def test_gives_back_earlier_pauses_under_the_new_promise_too(self, cast, quick, dues) -> None:
        request = an_accepted_request(cast)
        office, firm = cast.acts(cast.yeting), cast.acts(cast.chenlan)
        services.ask_material(
            request=request, words="合同", by=office, at=local("2026-11-23 10:00")
        )
        services.supply_material(request=request, words="好", by=firm, at=local("2026-11-23 11:00"))
        PromiseChoice.objects.create(park=cast.park, kind="ENG", profile=quick)

        row = sort(cast, request, at=local("2026-11-23 11:30"))

        assert dues(row)["resolve"] == "2026-11-30 09:30"

    def test_stands_still_while_material_is_waited_for(self, cast, fresh, quick) -> None:
        row = sort(cast, fresh, unit=cast.investment, officer=cast.yeting)
        services.ask_material(request=row, words="合同", by=cast.acts(cast.yeting), at=LATER)
        PromiseChoice.objects.create(park=cast.park, kind="LOG", profile=quick)

        row = sort(cast, row, kind="LOG")

        assert (row.status, row.next_stage, row.next_due_at) == ("need_info", "", None)

    @pytest.mark.parametrize(
        ("choice", "wins"),
        [
            ({"kind": "ENG", "level": "complex"}, True),
            ({"kind": "ENG", "level": ""}, True),
            ({"kind": "", "level": "complex"}, True),
            ({"kind": "ENG", "level": "simple"}, False),
            ({"kind": "LAB", "level": "complex"}, False),
        ],
    )
    def test_is_the_most_exact_choice(self, cast, fresh, quick, choice, wins) -> None:
        PromiseChoice.objects.create(park=cast.park, profile=quick, **choice)

        row = sort(cast, fresh, level="complex")

        assert (row.profile == quick) is wins

    def test_of_type_and_level_beats_that_of_the_type_and_that_of_the_level(
        self, cast, fresh, quick
    ) -> None:
        other = PromiseProfile.objects.create(park=cast.park, code="slow", name_zh="从容")
        PromiseStage.objects.create(profile=other, stage="resolve", amount=20, unit="wd")
        for kind, level, profile in (
            ("", "complex", other),
            ("ENG", "", other),
            ("ENG", "complex", quick),
        ):
            PromiseChoice.objects.create(park=cast.park, kind=kind, level=level, profile=profile)

        assert sort(cast, fresh, level="complex").profile == quick
        assert sort(cast, fresh, level="simple").profile == other


class TestAccepting:
    def test_names_the_officer_and_tells_the_enterprise(self, cast, fresh, heard) -> None:
        row = services.accept(request=fresh, by=cast.acts(cast.linyue), at=LATER)

        assert (row.status, row.officer, row.unit) == ("accepted", cast.linyue, cast.general)
        assert (row.first_contact, row.next_stage) == (cast.linyue, "respond")
        assert heard(cast.chenlan) == ["accepted"]

    def test_with_a_call_keeps_the_first_promise(self, cast, dues) -> None:
        row = an_accepted_request(cast)

        assert set(dues(row)) == {"plan", "resolve"}
        assert row.next_stage == "plan"
        kinds = list(Entry.objects.filter(request=row).values_list("kind", flat=True))
        assert kinds == ["raised", "triaged", "accepted", "contacted"]

    def test_leaves_the_officer_already_named(self, cast) -> None:
        row = services.accept(request=an_assigned_request(cast), by=cast.acts(cast.hewei), at=LATER)

        assert (row.officer, row.unit, row.first_contact) == (
            cast.yeting,
            cast.investment,
            cast.linyue,
        )

    def test_from_nobody_s_hands_in_one_s_own_unit(self, cast, fresh) -> None:
        with pytest.raises(MayNotHandle):
            services.accept(request=fresh, by=cast.acts(cast.yeting), at=LATER)
        sort(cast, fresh, unit=cast.investment)

        row = services.accept(request=fresh, by=cast.acts(cast.yeting), at=LATER)

        assert row.officer == cast.yeting

    def test_twice_is_refused_to_the_second(self, cast) -> None:
        request = an_accepted_request(cast)

        with pytest.raises(AlreadyAccepted):
            services.accept(request=request, by=cast.acts(cast.hewei), at=LATER)

    def test_what_is_resolved_is_refused(self, cast) -> None:
        with pytest.raises(NotOpen):
            services.accept(request=a_resolved_request(cast), by=cast.acts(cast.hewei), at=LATER)

    def test_by_an_unknown_way_keeps_nothing(self, cast, fresh) -> None:
        with pytest.raises(BadRequest):
            services.accept(request=fresh, by=cast.acts(cast.linyue), at=LATER, channel="pigeon")

        fresh.refresh_from_db()
        assert fresh.status == "submitted"


class TestTheFirstContact:
    def test_keeps_the_promise_to_respond_once(self, cast, fresh, dues, heard) -> None:
        by = cast.acts(cast.linyue)

        first = services.contact(request=fresh, channel="visit", by=by, at=LATER, words="到场")
        services.contact(request=fresh, channel="phone", by=by, at=LATER + timedelta(hours=1))

        assert set(dues(first)) == {"plan", "resolve"}
        assert first.promises.get(stage="respond").met_at == LATER
        assert first.first_contact == cast.linyue
        assert heard(cast.chenlan) == ["contacted", "contacted"]

    def test_is_refused_to_strangers_and_after_the_end(self, cast, fresh) -> None:
        with pytest.raises(MayNotHandle):
            services.contact(request=fresh, channel="phone", by=cast.acts(cast.chenlan), at=LATER)
        with pytest.raises(NotOpen):
            services.contact(
                request=a_resolved_request(cast),
                channel="phone",
                by=cast.acts(cast.linyue),
                at=LATER,
            )
