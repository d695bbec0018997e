"""Raising a request: its number, its promises, who hears of it, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qianjin.apps.accounts.choices import Role
from qianjin.apps.audit import selectors as audit
from qianjin.apps.desk.models import Duty, Entry, ServiceRequest
from qianjin.apps.desk.refusals import BadRequest, MayNotRaise
from qianjin.apps.desk.services import tallies
from qianjin.apps.enterprises.models import ThreadEntry
from qianjin.apps.parks.refusals import BadFile
from tests.factories.accounts import a_member, the_cast
from tests.factories.desk import MORNING, a_request, an_upload
from tests.factories.enterprises import a_contact, an_enterprise
from tests.factories.parks import a_park, local


class TestRaising:
    def test_gives_a_number_of_the_day_and_three_promises_at_once(self, cast, dues) -> None:
        request = a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING)

        assert request.number == "2026-1123-001"
        assert dues(request) == {
            "respond": "2026-11-24 17:30",
            "plan": "2026-11-26 17:30",
            "resolve": "2026-11-30 17:30",
        }
        assert (request.status, request.next_stage) == ("submitted", "respond")
        assert request.next_due_at == local("2026-11-24 17:30")

    def test_counts_the_numbers_of_each_day_and_park_from_one(self, cast) -> None:
        elsewhere = the_cast()

        numbers = [
            a_request(c.chenxi, c.acts(c.chenlan), at).number
            for c, at in (
                (cast, local("2026-11-23 23:59")),
                (cast, local("2026-11-24 00:00")),
                (cast, local("2026-11-24 00:01")),
                (elsewhere, local("2026-11-24 00:01")),
            )
        ]

        assert numbers == ["2026-1123-001", "2026-1124-001", "2026-1124-002", "2026-1124-001"]

    def test_starts_on_the_next_make_up_saturday_when_raised_on_friday_night(
        self, cast, dues
    ) -> None:
        """Fri 13 Feb 2026 22:00 ── Sat 14 Feb is a make-up day ── the holiday lasts to 23 Feb."""
        request = a_request(cast.chenxi, cast.acts(cast.chenlan), local("2026-02-13 22:00"))

        assert dues(request) == {
            "respond": "2026-02-14 17:30",
            "plan": "2026-02-25 17:30",
            "resolve": "2026-02-27 17:30",
        }

    def test_tells_who_sorts_and_who_looks_after_the_enterprise(self, cast, heard) -> None:
        firm = an_enterprise(cast.park, "钱江传动（演示）", officer=cast.yeting)

        a_request(firm, cast.acts(cast.linyue), contact=a_contact(firm, user=cast.chenlan))

        assert heard(cast.yeting) == ["raised"]
        assert heard(cast.linyue) == heard(cast.chenlan) == heard(cast.zhouheng) == []

    def test_leaves_a_trace_an_entry_and_a_line_with_the_enterprise(self, cast) -> None:
        request = a_request(cast.chenxi, cast.acts(cast.chenlan), words="停电\n第二行")

        entry = Entry.objects.get(request=request)
        assert (entry.kind, entry.side, entry.by_name, entry.version) == (
            "raised",
            "enterprise",
            "陈岚",
            1,
        )
        (trace,) = audit.entries_about(cast.park.pk, "request", request.pk)
        assert (trace.verb, trace.object_label) == ("request.raised", request.number)
        line = ThreadEntry.objects.get(enterprise=cast.chenxi)
        assert (line.kind, line.object_ref) == ("request_raised", request.number)

    def test_by_telephone_keeps_who_entered_it_and_whose_contact_asked(self, cast) -> None:
        contact = cast.chenxi.contacts.get()

        request = a_request(
            cast.chenxi, cast.acts(cast.linyue), source="phone", contact=contact, title="增容"
        )

        assert (request.entered_by, request.contact, request.title) == (
            cast.linyue,
            contact,
            "增容",
        )

    def test_by_the_enterprise_names_its_own_contact(self, cast) -> None:
        request = a_request(cast.chenxi, cast.acts(cast.chenlan))

        assert request.contact == cast.chenxi.contacts.get()
        assert request.entered_by is None

    def test_takes_the_aim_from_the_duty_of_its_type(self, cast) -> None:
        Duty.objects.create(park=cast.park, kind="SUP", unit=cast.investment, aim="activity")

        request = a_request(cast.chenxi, cast.acts(cast.chenlan), kind="SUP", subkind="shortage")
        other = a_request(cast.chenxi, cast.acts(cast.chenlan), kind="ENG")

        assert (request.aim, request.unit, other.aim) == ("activity", None, "")

    @pytest.mark.parametrize(
        ("words", "title"),
        [
            ("门口积水。已经三天了", "门口积水"),
            ("用电不稳！请看看", "用电不稳"),
            ("！！！求助：没水了。", "求助：没水了"),
            ("？？？", "？？？"),
            ("一" * 60, "一" * 39 + "…"),
            ("  首行\n次行  ", "首行"),
            ("𠮷野家 😀 招牌", "𠮷野家 😀 招牌"),
        ],
    )
    def test_takes_its_title_from_the_first_sentence(self, cast, words, title) -> None:
        assert a_request(cast.chenxi, cast.acts(cast.chenlan), words=words).title == title


class TestWhatIsRefused:
    def test_another_enterprise_s_contact(self, cast) -> None:
        with pytest.raises(MayNotRaise):
            a_request(cast.chenxi, cast.acts(cast.duzhong))

        assert a_request(cast.other, cast.acts(cast.duzhong)).pk

    @pytest.mark.parametrize("who", ["liaison", "auditor", "admin"])
    def test_people_of_the_office_who_take_no_requests(self, cast, who) -> None:
        with pytest.raises(MayNotRaise):
            a_request(cast.chenxi, cast.acts(getattr(cast, who)))

        assert not ServiceRequest.objects.exists()

    def test_an_officer_of_another_park(self, cast) -> None:
        park = a_park()
        stranger = a_member(park, Role.GENERAL_AFFAIRS)

        with pytest.raises(MayNotRaise):
            a_request(cast.chenxi, replace(cast.acts(cast.linyue), park_id=park.pk))
        assert a_request(an_enterprise(park), replace(cast.acts(cast.linyue), park_id=park.pk)).pk
        assert stranger.pk

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"words": "  \x00 "}, "words"),
            ({"words": "一" * 5001}, "words"),
            ({"kind": "XXX"}, "kind"),
            ({"kind": "ENG", "subkind": "loan"}, "subkind"),
            ({"subkind": "loan"}, "subkind"),
        ],
    )
    def test_a_wrong_field_is_named_and_nothing_is_kept(self, cast, fields, field) -> None:
        with pytest.raises(BadRequest) as refusal:
            a_request(cast.chenxi, cast.acts(cast.chenlan), **fields)

        assert list(refusal.value.fields) == [field]
        assert not ServiceRequest.objects.exists()
        assert a_request(cast.chenxi, cast.acts(cast.chenlan)).number.endswith("-001")

    def test_the_contact_of_another_enterprise(self, cast) -> None:
        with pytest.raises(BadRequest):
            a_request(cast.chenxi, cast.acts(cast.linyue), contact=cast.other.contacts.get())

    def test_characters_the_database_cannot_keep_are_left_out(self, cast) -> None:
        request = a_request(
            cast.chenxi,
            cast.acts(cast.chenlan),
            words="停\x00电",
            title="停\x00电",
            place="东\x00门",
        )

        assert (request.title, request.body, request.place) == ("停电", "停电", "东门")


class TestTheKeyOfItsSender:
    def test_seen_twice_gives_the_same_request(self, cast) -> None:
        first = a_request(cast.chenxi, cast.acts(cast.chenlan), sender_key="k")
        second = a_request(cast.chenxi, cast.acts(cast.chenlan), sender_key="k", words="另一件")

        assert first == second
        assert ServiceRequest.objects.count() == 1

    def test_left_empty_makes_each_a_request_of_its_own(self, cast) -> None:
        first = a_request(cast.chenxi, cast.acts(cast.chenlan))

        assert a_request(cast.chenxi, cast.acts(cast.chenlan)) != first

    def test_does_not_open_the_request_of_another_enterprise(self, cast) -> None:
        a_request(cast.chenxi, cast.acts(cast.chenlan), sender_key="k")

        with pytest.raises(MayNotRaise):
            a_request(cast.other, cast.acts(cast.duzhong), sender_key="k")


def test_a_contact_of_two_enterprises_asks_under_the_right_name(cast) -> None:
    own = a_contact(cast.other, "陈岚", user=cast.chenlan)

    assert a_request(cast.other, cast.acts(cast.chenlan)).contact == own


class TestHowLongOthersWait:
    """From the head of the trail on, until the commit, whoever acts in the park waits."""

    @pytest.mark.parametrize(("who", "more"), [("linyue", {}), ("chenlan", {"sender_key": "k"})])
    def test_only_for_the_number_and_for_one_statement_that_writes_it_all(
        self, cast, who, more
    ) -> None:
        cast.chenxi.officer = cast.yeting
        a_request(cast.chenxi, cast.acts(cast.chenlan))

        with CaptureQueriesContext(connection) as asked:
            a_request(cast.chenxi, cast.acts(getattr(cast, who)), kind="ENG", **more)

        said = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
        locked = next(n for n, sql in enumerate(said) if sql.endswith("FOR UPDATE"))
        lock, number, writes = said[locked:]
        assert "audit_auditchain" in lock
        assert "parks_counter" in number
        assert writes.startswith("WITH part_0 AS")
        for table in (
            "desk_servicerequest", "desk_promise", "desk_entry", "desk_requesttext", "desk_tally",
            "enterprises_threadentry", "accounts_notice", "audit_auditentry",
        ):  # fmt: skip
            assert f"INSERT INTO {table} " in writes.replace('"', "")
        assert not any(sql.startswith(("INSERT", "UPDATE", "DELETE")) for sql in said[:locked])

    def test_without_key_or_file_nothing_is_marked_to_go_back_to(self, cast) -> None:
        a_request(cast.chenxi, cast.acts(cast.linyue))

        with CaptureQueriesContext(connection) as asked:
            a_request(cast.chenxi, cast.acts(cast.linyue))

        assert not [query for query in asked if "SAVEPOINT" in query["sql"]]

    def test_files_are_looked_at_before(self, cast, media) -> None:
        files = [an_upload("a.jpg", b"MZ")]

        with CaptureQueriesContext(connection) as asked, pytest.raises(BadFile):
            a_request(cast.chenxi, cast.acts(cast.chenlan), files=files)

        assert not [query for query in asked if "FOR UPDATE" in query["sql"]]
        # Refused alone: whoever called goes on, and the number is the next one's.
        assert not ServiceRequest.objects.exists()
        assert a_request(cast.chenxi, cast.acts(cast.chenlan)).number.endswith("-001")

    @pytest.mark.parametrize("moment", ["2026-11-30 23:59", "2026-12-01 00:00"])
    @pytest.mark.parametrize("kind", ["", "ENG"])
    def test_what_it_adds_to_the_tallies_is_what_reading_it_would_say(
        self, cast, moment, kind
    ) -> None:
        request = a_request(cast.chenxi, cast.acts(cast.chenlan), local(moment), kind=kind)

        assert request.tallied == tallies.cells_of([request.pk])
