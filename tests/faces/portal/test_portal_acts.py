"""What an enterprise does with its request: answer, write, rate, reopen, thank, withdraw."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qianjin.apps.accounts import services as people
from qianjin.apps.accounts.models import Draft
from qianjin.apps.desk import services
from qianjin.apps.desk.models import Entry
from tests.factories.desk import (
    MORNING,
    a_request,
    a_resolved_request,
    a_waiting_request,
    an_accepted_request,
)
from tests.factories.web import send, signed_in

from .conftest import AFTERNOON

pytestmark = pytest.mark.django_db


def address(cast, request, act: str = "") -> str:
    return f"/{cast.park.slug}/portal/requests/{request.number}/{f'{act}/' if act else ''}"


def a_rated_request(cast, score: int):
    request = a_resolved_request(cast)
    services.rate(request=request, score=score, by=cast.acts(cast.chenlan), at=AFTERNOON)
    return request


class TestAsking:
    def test_asks_a_fixed_number_of_questions_and_the_locks_come_last(self, cast) -> None:
        phone, ask = signed_in(cast.chenlan), f"/{cast.park.slug}/portal/ask/"
        send(phone, ask, {"words": "停电两小时，请尽快恢复", "kind": "ENG"})

        with CaptureQueriesContext(connection) as asked:
            answer = send(phone, ask, {"words": "员工宿舍需要增加", "kind": "ENG"})

        said = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
        assert answer.status_code == 303
        assert len(said) == 17
        locked = next(n for n, sql in enumerate(said) if sql.endswith("FOR UPDATE"))
        # The head of the trail, the number, all rows, and the answer beside its key.
        assert len(said[locked:]) == 4


DONE = [
    # act, the request it is done to, what is filled in -> the status then, the step in the thread
    ("supply", a_waiting_request, {"words": "合同见附件"}, "accepted", "supplied"),
    ("message", an_accepted_request, {"words": "请下午打电话"}, "accepted", "message"),
    ("rate", a_resolved_request, {"score": "5", "good": ["fast"]}, "resolved", "rated"),
    (
        "reopen",
        lambda cast: a_rated_request(cast, 1),
        {"words": "还是缺货"},
        "submitted",
        "reopened",
    ),
    ("thank", lambda cast: a_rated_request(cast, 5), {"words": "谢谢"}, "resolved", "thanked"),
    ("withdraw", an_accepted_request, {}, "withdrawn", "withdrawn"),
]


@pytest.mark.parametrize(
    ("act", "made", "fields", "status", "kind"), DONE, ids=[d[0] for d in DONE]
)
class TestAnAct:
    def test_is_offered_and_done(self, cast, chenlan, act, made, fields, status, kind) -> None:
        request = made(cast)
        page = chenlan.get(address(cast, request)).content.decode()
        assert f'action="{address(cast, request, act)}"' in page

        answer = send(chenlan, address(cast, request, act), fields)

        assert answer.status_code == 303
        assert answer["Location"] == f"{address(cast, request)}?done={act}"
        request.refresh_from_db()
        assert request.status == status
        step = Entry.objects.filter(request=request).latest("id")
        assert (step.kind, step.by_id) == (kind, cast.chenlan.pk)

    def test_sent_twice_is_done_once(self, cast, chenlan, act, made, fields, status, kind) -> None:
        request = made(cast)
        sent = {"once": uuid4().hex, **fields}

        first = chenlan.post(address(cast, request, act), sent)
        before = request.entries.count()
        second = chenlan.post(address(cast, request, act), sent)

        assert second["Location"] == first["Location"]
        assert request.entries.count() == before

    def test_is_refused_to_another_enterprise_as_if_it_were_not_there(
        self, cast, chenlan, act, made, fields, status, kind
    ) -> None:
        request = made(cast)
        before = request.entries.count()

        answer = send(signed_in(cast.duzhong), address(cast, request, act), fields)

        assert answer.status_code == 404
        assert request.entries.count() == before

    def test_is_not_done_by_the_office_in_its_name(
        self, cast, chenlan, act, made, fields, status, kind
    ) -> None:
        request = made(cast)

        assert send(signed_in(cast.linyue), address(cast, request, act), fields).status_code == 403


class TestDrafts:
    @pytest.fixture
    def request_(self, cast):
        return a_waiting_request(cast)

    @pytest.fixture
    def key(self, cast, request_) -> str:
        key = f"portal.{request_.number}.supply"
        by = cast.acts(cast.chenlan)
        people.save_draft(by=by, key=key, data={"words": ["写了一半"]}, at=MORNING)
        return key

    def test_a_long_answer_is_kept_while_it_is_written(self, cast, chenlan, request_, key) -> None:
        page = chenlan.get(address(cast, request_)).content.decode()

        assert f'data-draft="{key}"' in page

    def test_what_was_sent_is_no_draft_any_more(self, cast, chenlan, request_, key) -> None:
        answer = send(chenlan, address(cast, request_, "supply"), {"words": "写完了"})

        assert not Draft.objects.filter(key=key).exists()
        page = chenlan.get(answer["Location"]).content.decode()
        assert f'name="draft-cleared" content="{key}"' in page


def test_internal_notes_stay_in_the_office(cast, chenlan) -> None:
    request = an_accepted_request(cast)
    services.note(request=request, words="厂长难约", by=cast.acts(cast.yeting), at=AFTERNOON)

    assert "厂长难约" not in chenlan.get(address(cast, request)).content.decode()


def test_a_request_of_another_enterprise_answers_like_a_missing_one(cast, chenlan) -> None:
    request = a_request(cast.other, cast.acts(cast.duzhong), MORNING)

    foreign = chenlan.get(address(cast, request))
    missing = chenlan.get(f"/{cast.park.slug}/portal/requests/2020-0101-001/")

    assert (foreign.status_code, missing.status_code) == (404, 404)
