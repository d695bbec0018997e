"""What is done with a list: taken home as a table, many rows assigned in one act."""

from __future__ import annotations

import io
import zipfile
from uuid import uuid4

import pytest

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.desk.models import Entry
from qianjin.units.spreadsheet import read_table
from tests.factories.desk import MORNING, a_request
from tests.factories.web import send, signed_in

from .conftest import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def window(cast):
    """林悦 at the window, who sorts what comes in."""
    return signed_in(cast.linyue)


def exported(client, cast, query: str) -> tuple[list[list[object]], bytes]:
    """Rows of the table, headings first, and the file itself."""
    response = client.get(f"/{cast.park.slug}/requests/export/?{query}")
    assert response.status_code == 200
    data = b"".join(response.streaming_content)
    sheet = read_table(data)
    return [[str(cell) for cell in row] for row in sheet.rows], data


def test_the_table_holds_exactly_what_the_filters_leave(cast, desk, elsewhere, window):
    rows, _file = exported(window, cast, "tab=all&kind=SUP&words=招聘")
    heads, *found = rows

    assert heads[:6] == ["编号", "诉求", "企业", "类型", "难度", "状态"]
    assert [row[0] for row in found] == [desk.waiting.number]
    assert found[0][2:6] == ["晨曦精密（演示）", "供应链", "一般：一个部门需办理", "待企业补件"]

    everything, _file = exported(window, cast, "tab=all")
    assert {row[0] for row in everything[1:]} == desk.numbers()


def test_a_title_that_looks_like_a_formula_stays_text(cast, window):
    a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING, '=HYPERLINK("x","点我")')

    rows, data = exported(window, cast, "tab=open&words=HYPERLINK")

    assert rows[1][1] == '=HYPERLINK("x","点我")'
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


def test_the_table_speaks_the_language_of_its_reader(cast, desk):
    rows, _file = exported(signed_in(cast.linyue, "en"), cast, "tab=late")

    assert rows[0][:4] == ["Number", "Request", "Enterprise", "Type"]


def test_who_took_a_list_out_stands_in_the_trail(cast, desk, window):
    exported(window, cast, "tab=late")

    entry = AuditEntry.objects.get(park_id=cast.park.pk, verb="request.export")
    assert entry.actor_name == "林悦"
    assert entry.detail["rows"] == 1


def test_whoever_may_not_export_sees_no_button_and_is_refused(cast, desk):
    client = signed_in(cast.yeting)

    assert "requests/export/" not in shown(client, cast, "requests/")
    assert client.get(f"/{cast.park.slug}/requests/export/").status_code == 403


def assign(client, cast, numbers, **fields):
    data = {"pick": list(numbers), "back": "tab=open", **fields}
    return send(client, f"/{cast.park.slug}/requests/assign/", data)


def test_ticked_requests_are_assigned_in_one_act(cast, desk, window):
    answer = assign(
        window,
        cast,
        desk.numbers("fresh", "late"),
        unit=cast.power.pk,
        officer=cast.liaison.pk,
        level="simple",
    )

    assert answer["Location"] == f"/{cast.park.slug}/requests/?tab=open"
    assert "已交办 2 件诉求" in window.get(answer["Location"]).content.decode()
    for request in (desk.fresh, desk.late):
        request.refresh_from_db()
        assert (request.unit, request.officer) == (cast.power, cast.liaison)
        assert request.level == "simple"
        assert Entry.objects.filter(request=request, kind="triaged", at__gt=MORNING).exists()
        assert AuditEntry.objects.filter(
            verb="request.triaged", object_id=request.pk, actor_name="林悦"
        ).exists()
    assert desk.late.kind == "SUP"


def test_what_cannot_be_assigned_is_named_and_the_rest_is_done(cast, desk, elsewhere, window):
    foreign = "2020-0101-001"
    answer = assign(
        window,
        cast,
        {desk.fresh.number, desk.to_rate.number, foreign},
        officer=cast.yeting.pk,
    )

    page = window.get(answer["Location"]).content.decode()
    assert "已交办 1 件诉求" in page
    assert f"{desk.to_rate.number} 未改动：这件诉求已不在办理中。" in page
    assert f"{foreign} 未改动：没有这件诉求，或者您无权查看。" in page
    desk.fresh.refresh_from_db()
    assert desk.fresh.officer == cast.yeting


def test_a_head_assigns_within_the_section_only(cast, desk):
    answer = assign(
        signed_in(cast.zhouheng),
        cast,
        desk.numbers("fresh", "late"),
        officer=cast.zhouheng.pk,
    )

    assert answer.status_code == 303
    desk.fresh.refresh_from_db()
    desk.late.refresh_from_db()
    assert (desk.fresh.officer, desk.late.officer) == (None, cast.zhouheng)


def test_nothing_chosen_changes_nothing(cast, desk, window):
    answer = assign(window, cast, desk.numbers("fresh"))

    assert "请先选择主办单位" in window.get(answer["Location"]).content.decode()
    desk.fresh.refresh_from_db()
    assert desk.fresh.version == 1


def test_an_officer_or_unit_of_another_park_is_not_there(cast, desk, elsewhere, window):
    stranger = elsewhere.park.memberships.get(role="general_affairs").user

    assert assign(window, cast, desk.numbers("fresh"), officer=stranger.pk).status_code == 404


def test_whoever_does_not_sort_has_no_boxes_and_is_refused(cast, desk):
    client = signed_in(cast.yeting)

    assert 'name="pick"' not in shown(client, cast, "requests/")
    assert assign(client, cast, desk.numbers("late"), officer=cast.yeting.pk).status_code == 403


def test_a_repeated_act_is_done_once(cast, desk, window):
    data = {"pick": [desk.fresh.number], "officer": cast.yeting.pk, "once": uuid4().hex}
    address = f"/{cast.park.slug}/requests/assign/"

    first, second = window.post(address, data), window.post(address, data)

    assert (first.status_code, second.status_code) == (303, 303)
    assert Entry.objects.filter(request=desk.fresh, kind="triaged").count() == 1
