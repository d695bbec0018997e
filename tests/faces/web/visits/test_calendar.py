"""RFC 5545 to the letter, and a secret address that can be taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.test import Client

from qianjin.faces.web.visits.ics import Event, calendar, escaped, folded
from tests.factories.parks import NOON
from tests.factories.visits import a_round
from tests.factories.web import send, signed_in

HOUR = timedelta(hours=1)


def unfolded(body: bytes) -> list[str]:
    return body.decode().replace("\r\n ", "").split("\r\n")


def test_a_long_line_is_folded_at_75_octets_and_no_character_is_torn() -> None:
    line = "SUMMARY:" + "走访晨曦精密机械有限公司" * 12
    pieces = folded(line).split("\r\n")

    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:-1])
    assert folded(line).replace("\r\n ", "") == line + "\r\n"


def test_a_line_of_exactly_75_octets_is_not_folded() -> None:
    assert folded("x" * 75) == "x" * 75 + "\r\n"
    assert folded("x" * 76) == "x" * 75 + "\r\n x\r\n"


def test_texts_are_escaped() -> None:
    assert escaped("a;b,c\\d\r\ne\x07") == "a\\;b\\,c\\\\d\\ne"


def test_moments_are_in_utc() -> None:
    event = Event("1@park", NOON, NOON + HOUR, "走访", NOON, geo=(30.28, 120.5))
    lines = unfolded(calendar("走访", [event]))

    assert "DTSTART:20261123T040000Z" in lines and "DTEND:20261123T050000Z" in lines
    assert "GEO:30.280000;120.500000" in lines
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]


def test_the_address_shows_the_rounds_of_its_owner_until_it_is_taken_back(cast) -> None:
    a_round(cast.yeting, cast.park, [cast.chenxi], date(2026, 11, 25))
    a_round(cast.zhouheng, cast.park, [cast.other], date(2026, 11, 25))
    officer = signed_in(cast.yeting)
    page = send(officer, f"/{cast.park.slug}/visits/calendar/")
    assert page["Cache-Control"] == "no-store"
    address = page.context["address"]

    answer = Client().get(address)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = unfolded(answer.content)
    assert [line for line in lines if line.startswith("SUMMARY")] == [
        "SUMMARY:走访：晨曦精密（演示）"
    ]
    begins = next(line for line in lines if line.startswith("DTSTART"))
    assert datetime.strptime(begins[8:], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).hour == 6
    assert len({line for line in lines if line.startswith("UID:")}) == 1

    send(officer, f"/{cast.park.slug}/visits/calendar/", {"close": "1"})

    assert Client().get(address).status_code == 404


def test_an_address_never_given_out_is_not_there(cast) -> None:
    assert Client().get("/rounds/never-given-out.ics").status_code == 404
