"""What officers do with a request by its forms; each is done, refused, repeated."""

from __future__ import annotations

from uuid import uuid4

import pytest

from qianjin.apps.audit.selectors import verify
from qianjin.apps.desk import services
from qianjin.apps.desk.models import Attachment, Entry
from tests.factories.desk import an_upload
from tests.factories.web import send, signed_in

from .act_forms import act, address, version_in
from .conftest import AFTERNOON

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Target": "act-answer"}


DONE = [
    # act, on which request, what is filled in -> the status then, the step in the thread
    ("accept", "late", {"channel": "phone", "words": "已通话"}, "accepted", "contacted"),
    ("accept", "late", {"channel": ""}, "accepted", "accepted"),
    ("contact", "soon", {"channel": "visit"}, "accepted", "contacted"),
    ("reply", "soon", {"words": "补助在审"}, "replied", "reply"),
    ("plan", "soon", {"words": "分两步兑付"}, "in_progress", "plan"),
    ("ask-material", "soon", {"words": "请补发票"}, "need_info", "asked"),
    ("supply", "waiting", {"words": "微信收到合同"}, "accepted", "supplied"),
    ("go-on", "waiting", {}, "accepted", "resumed"),
    ("resolve", "soon", {"words": "补助已到账"}, "resolved", "resolved"),
    (
        "long-case",
        "soon",
        {"words": "涉及多部门", "milestone": "会审", "milestone_on": "2026-12-01"},
        "long_case",
        "long_case",
    ),
    (
        "interim",
        "long",
        {"words": "管网已进场", "milestone": "验收", "milestone_on": "2026-12-10"},
        "long_case",
        "interim",
    ),
    (
        "milestone",
        "long",
        {"milestone": "部门会审", "milestone_on": "2026-12-08"},
        "long_case",
        "milestone",
    ),
    ("note", "to_rate", {"words": "厂长周四出差"}, "resolved", "note"),
]


@pytest.mark.parametrize(("name", "of", "fields", "status", "kind"), DONE)
class TestAnAct:
    def test_is_done_and_leads_back_to_the_request(
        self, cast, desk, officer, name, of, fields, status, kind
    ) -> None:
        request = getattr(desk, of)

        answer = act(officer, cast, request, name, **fields)

        assert answer.status_code == 303
        assert answer["Location"] == f"/{cast.park.slug}/requests/{request.number}/?done={name}"
        request.refresh_from_db()
        assert request.status == status
        step = Entry.objects.filter(request=request).latest("id")
        assert (step.kind, step.by_id, step.at) == (kind, cast.yeting.pk, AFTERNOON)
        assert verify() == []

    def test_sent_twice_is_done_once(
        self, cast, desk, officer, name, of, fields, status, kind
    ) -> None:
        request = getattr(desk, of)
        form = officer.get(address(cast, request, name)).content.decode()
        sent = {"once": uuid4().hex, "version": version_in(form), **fields}

        first = officer.post(address(cast, request, name), sent)
        before = Entry.objects.filter(request=request).count()
        second = officer.post(address(cast, request, name), sent)

        assert (first.status_code, second.status_code) == (303, 303)
        assert second["Location"] == first["Location"]
        assert Entry.objects.filter(request=request).count() == before

    def test_is_refused_to_another_section_as_if_it_were_not_there(
        self, cast, desk, name, of, fields, status, kind
    ) -> None:
        request = getattr(desk, of)
        head = signed_in(cast.gumingzhou)
        before = request.entries.count()

        assert head.get(address(cast, request, name)).status_code == 404
        assert send(head, address(cast, request, name), fields).status_code == 404
        assert request.entries.count() == before


def test_an_act_is_refused_to_the_enterprise(cast, desk) -> None:
    answer = send(signed_in(cast.chenlan), address(cast, desk.soon, "reply"), {"words": "自己答"})

    assert answer.status_code == 403


def test_an_act_without_its_key_is_not_done(cast, desk, officer) -> None:
    before = desk.soon.entries.count()

    answer = officer.post(address(cast, desk.soon, "reply"), {"words": "在审"})

    assert answer.status_code == 400
    assert desk.soon.entries.count() == before


NOT_NOW = [
    ("accept", "soon", "这件诉求已经受理。"),
    ("supply", "soon", "目前没有等待补件。"),
    ("go-on", "soon", "目前没有等待补件。"),
    ("ask-material", "waiting", "已请企业补件"),
    ("interim", "soon", "这件诉求不是长办件。"),
    ("milestone", "soon", "这件诉求不是长办件。"),
    ("resolve", "to_rate", "这件诉求已不在办理中。"),
    ("archive", "soon", "尚未办结"),
    ("archive", "to_rate", "才可归档"),
]


@pytest.mark.parametrize(("name", "of", "sentence"), NOT_NOW)
class TestAnActThatIsNotOpenNow:
    def test_is_answered_by_a_clear_sentence(self, cast, desk, officer, name, of, sentence):
        answer = officer.get(address(cast, getattr(desk, of), name))

        page = answer.content.decode()
        assert answer.status_code == 409
        assert sentence in page
        assert "返回诉求" in page

    def test_changes_nothing_when_it_is_sent_all_the_same(
        self, cast, desk, officer, name, of, sentence
    ) -> None:
        request = getattr(desk, of)
        before = request.entries.count()
        fields = {
            "words": "已写好的话",
            "channel": "phone",
            "milestone": "会审",
            "milestone_on": "2026-12-01",
        }

        answer = send(officer, address(cast, request, name), fields)

        assert answer.status_code == 409
        assert sentence in answer.content.decode()
        assert request.entries.count() == before


class TestWhatIsMissing:
    def test_stands_beside_its_field_and_nothing_is_sent(self, cast, desk, officer) -> None:
        before = desk.soon.entries.count()

        answer = act(officer, cast, desk.soon, "reply", words="  ")

        assert answer.status_code == 422
        assert "请填写内容。" in answer.content.decode()
        assert desk.soon.entries.count() == before

    def test_a_milestone_in_the_past_is_refused_with_what_was_typed(
        self, cast, desk, officer
    ) -> None:
        answer = act(
            officer,
            cast,
            desk.soon,
            "long-case",
            words="涉及多部门",
            milestone="会审",
            milestone_on="2026-11-01",
        )

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "涉及多部门" in page
        assert 'value="2026-11-01"' in page

    def test_a_disguised_file_sends_nothing(self, cast, desk, officer, media) -> None:
        answer = act(
            officer,
            cast,
            desk.soon,
            "resolve",
            words="见附件",
            files=[an_upload("现场.jpg", b"MZ\x90\x00" + bytes(200))],
        )

        assert answer.status_code == 422
        assert "见附件" in answer.content.decode()
        desk.soon.refresh_from_db()
        assert desk.soon.status == "accepted"
        assert not Attachment.objects.exists()


def test_files_go_with_an_answer(cast, desk, officer) -> None:
    act(officer, cast, desk.soon, "resolve", words="见附件", files=[an_upload("回执.txt")])

    assert Attachment.objects.get().name == "回执.txt"


def test_a_well_rated_request_is_archived(cast, desk, officer) -> None:
    services.rate(request=desk.to_rate, score=5, by=cast.acts(cast.chenlan), at=AFTERNOON)

    answer = act(officer, cast, desk.to_rate, "archive")

    assert answer.status_code == 303
    desk.to_rate.refresh_from_db()
    assert desk.to_rate.status == "closed"
