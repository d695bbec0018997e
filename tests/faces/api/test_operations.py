"""Every operation of the interface for programs, with a token, as a program calls it."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from qianjin.apps.accounts import services as accounts
from qianjin.apps.accounts.models import ApiToken, User
from qianjin.apps.desk.models import ServiceRequest
from tests.factories.accounts import Cast
from tests.factories.desk import a_request
from tests.factories.parks import a_park

WORDS = "变压器容量不够，想先接临时用电。𠮷😀"
_keys = count(1)


class Program:
    """A program with somebody's token."""

    def __init__(self, cast: Cast, user: User, *, is_read_only: bool = False) -> None:
        self.cast, self.client = cast, Client()
        self.token, self.secret = accounts.make_token(
            by=cast.acts(user), name="程序", days=30, at=timezone.now(), is_read_only=is_read_only
        )

    def address(self, path: str) -> str:
        return f"/api/v1/{self.cast.park.slug}/{path}"

    def get(self, path: str, language: str = "zh-hans", **query: Any) -> Any:
        self.client.cookies["django_language"] = language
        return self.client.get(
            self.address(path), query, headers={"Authorization": f"Bearer {self.secret}"}
        )

    def post(self, path: str, body: Any = None, key: str = "", **more: Any) -> Any:
        return self.client.post(
            self.address(path),
            json.dumps(body if body is not None else {}),
            content_type="application/json",
            headers={
                "Authorization": f"Bearer {self.secret}",
                "Idempotency-Key": key or f"api-{next(_keys)}",
            },
        )


@pytest.fixture
def chenlan(cast: Cast) -> Program:
    return Program(cast, cast.chenlan)


@pytest.fixture
def linyue(cast: Cast) -> Program:
    return Program(cast, cast.linyue)


@pytest.fixture
def asked(cast: Cast) -> ServiceRequest:
    """A request of 晨曦 that the office has accepted."""
    row = a_request(cast.chenxi, cast.acts(cast.chenlan), at=timezone.now() - timedelta(hours=1))
    ServiceRequest.objects.filter(pk=row.pk).update(
        status="accepted", officer=cast.linyue, unit=cast.general
    )
    return row


def of(row: ServiceRequest, verb: str = "") -> str:
    return f"requests/{row.number}{'/' + verb if verb else ''}"


class TestRaising:
    def test_answers_with_number_and_promised_times(self, chenlan: Program) -> None:
        answer = chenlan.post("requests", {"words": WORDS})

        assert answer.status_code == 201
        given = answer.json()
        assert ServiceRequest.objects.get(number=given["number"]).body == WORDS
        assert [stage["stage"] for stage in given["stages"]] == ["respond", "plan", "resolve"]
        assert given["source"] == "portal"

    def test_twice_with_one_key_is_one_request(self, chenlan: Program) -> None:
        first = chenlan.post("requests", {"words": WORDS}, key="same")
        second = chenlan.post("requests", {"words": WORDS}, key="same")

        assert first.json() == second.json()
        assert second["Idempotency-Replayed"] == "true"
        assert ServiceRequest.objects.count() == 1

    def test_without_a_key_is_refused(self, chenlan: Program) -> None:
        answer = chenlan.client.post(
            chenlan.address("requests"),
            json.dumps({"words": WORDS}),
            content_type="application/json",
            headers={"Authorization": f"Bearer {chenlan.secret}"},
        )

        assert answer.status_code == 400
        assert not ServiceRequest.objects.exists()

    def test_for_an_enterprise_by_an_officer_on_the_phone(
        self, cast: Cast, linyue: Program
    ) -> None:
        body = {"words": WORDS, "enterprise": cast.chenxi.pk, "source": "phone"}

        answer = linyue.post("requests", body)

        assert answer.status_code == 201
        assert ServiceRequest.objects.get().enterprise == cast.chenxi

    def test_for_another_enterprise_is_answered_as_for_none(
        self, cast: Cast, chenlan: Program
    ) -> None:
        foreign = chenlan.post("requests", {"words": WORDS, "enterprise": cast.other.pk})
        missing = chenlan.post("requests", {"words": WORDS, "enterprise": 2**40})

        assert (foreign.status_code, foreign.json()) == (missing.status_code, missing.json())
        assert foreign.status_code == 404

    def test_with_a_photograph_as_a_form(
        self, chenlan: Program, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("qianjin.apps.parks.services.files.MEDIA", tmp_path)
        monkeypatch.setattr("qianjin.faces.gate.files.MEDIA", tmp_path)
        picture = io.BytesIO()
        Image.new("RGB", (60, 40)).save(picture, "JPEG")
        auth = {"Authorization": f"Bearer {chenlan.secret}", "Idempotency-Key": "form"}

        made = chenlan.client.post(
            chenlan.address("requests"),
            {"words": WORDS, "files": SimpleUploadedFile("图.jpg", picture.getvalue())},
            headers=auth,
        )

        file = made.json()["thread"][0]["files"][0]
        assert file["name"] == "图.jpg"
        got = chenlan.client.get(file["url"], headers=auth)
        assert b"".join(got) == picture.getvalue()


class TestReading:
    def test_the_list_holds_ones_own(self, cast: Cast, chenlan: Program, asked: Any) -> None:
        a_request(cast.other, cast.acts(cast.duzhong))

        listed = chenlan.get("requests", tab="all").json()

        assert [row["number"] for row in listed["items"]] == [asked.number]
        assert listed["total"] == 1

    def test_a_page_leads_to_the_next(self, cast: Cast, linyue: Program) -> None:
        for _n in range(5):
            a_request(cast.chenxi, cast.acts(cast.chenlan))
        seen, cursor = [], ""

        while True:
            page = linyue.get("requests", tab="all", size=2, cursor=cursor).json()
            seen += [row["number"] for row in page["items"]]
            cursor = page["older"]
            if not cursor:
                break

        assert len(seen) == len(set(seen)) == 5

    def test_one_shows_its_thread_without_internal_notes_to_the_enterprise(
        self, linyue: Program, chenlan: Program, asked: Any
    ) -> None:
        linyue.post(of(asked, "note"), {"words": "只给办公室看"})

        inside, outside = linyue.get(of(asked)).json(), chenlan.get(of(asked)).json()

        assert "只给办公室看" in [entry["words"] for entry in inside["thread"]]
        assert not any(entry["is_internal"] for entry in outside["thread"])
        assert outside["level"] == ""

    def test_enterprises_are_listed_with_masked_numbers(self, cast: Cast, linyue: Program) -> None:
        listed = linyue.get("enterprises").json()

        assert {row["name"] for row in listed["items"]} == {cast.chenxi.name, cast.other.name}

    def test_an_enterprise_sees_itself_alone(self, cast: Cast, chenlan: Program) -> None:
        listed = chenlan.get("enterprises").json()

        assert [row["id"] for row in listed["items"]] == [cast.chenxi.pk]
        assert chenlan.get(f"enterprises/{cast.chenxi.pk}").json()["name"] == cast.chenxi.name
        assert chenlan.get(f"enterprises/{cast.other.pk}").status_code == 404

    def test_due_times_are_those_of_the_calendar(self, linyue: Program) -> None:
        answer = linyue.get(
            "worktime/due", start="2026-02-13T15:00:00+08:00", amount="1", unit="wd"
        ).json()

        assert answer["due"].startswith("2026-02-14T17:30:00")  # a make-up Saturday
        assert answer["is_provisional"] is False
        assert answer["reasons"]


class TestAnAct:
    def test_is_replied_noted_asked_supplied_resolved_rated_and_reopened(
        self, linyue: Program, chenlan: Program, asked: Any
    ) -> None:
        steps = [
            (linyue, "reply", {"words": "今天派人来看。", "is_plan": True}, "is_plan"),
            (linyue, "ask-material", {"words": "请补一张用电申请表。"}, "need_info"),
            (chenlan, "supply", {"words": "已补。"}, ""),
            (linyue, "resolve", {"words": "已接通。"}, "resolved"),
            (chenlan, "rate", {"score": 2, "reasons": []}, ""),
            (chenlan, "reopen", {"words": "又断了。"}, ""),
        ]

        for program, verb, body, status in steps:
            answer = program.post(of(asked, verb), body)

            assert answer.status_code == 200, (verb, answer.content.decode())
            if status in {"need_info", "resolved"}:
                assert answer.json()["status"] == status
        assert linyue.get(of(asked)).json()["round"] == 2

    @pytest.mark.parametrize("verb", ["reply", "resolve", "ask-material"])
    def test_of_the_office_is_refused_to_the_enterprise(
        self, chenlan: Program, asked: Any, verb: str
    ) -> None:
        assert chenlan.post(of(asked, verb), {"words": "我来办。"}).status_code == 403

    @pytest.mark.parametrize(("verb", "body"), [("rate", {"score": 5}), ("reopen", {"words": "x"})])
    def test_of_the_enterprise_is_refused_to_the_office(
        self, linyue: Program, asked: Any, verb: str, body: dict[str, Any]
    ) -> None:
        assert linyue.post(of(asked, verb), body).status_code == 403

    def test_on_a_changed_request_names_the_changes(self, linyue: Program, asked: Any) -> None:
        version = linyue.get(of(asked)).json()["version"]
        linyue.post(of(asked, "reply"), {"words": "先答复一次。"})

        late = linyue.post(of(asked, "resolve"), {"words": "办好了。", "version": version})

        assert late.status_code == 409
        assert late.json()["changes"]


class TestAnError:
    @pytest.mark.parametrize(
        ("language", "sentence"), [("zh-hans", "此项必填。"), ("en", "This is needed.")]
    )
    def test_names_the_field_in_the_callers_language(
        self, chenlan: Program, language: str, sentence: str
    ) -> None:
        chenlan.client.cookies["django_language"] = language

        answer = chenlan.post("requests", {})

        assert answer.status_code == 422
        assert answer.json()["fields"]["words"] == [sentence]

    @pytest.mark.parametrize("body", ['{"words":', "[" * 5000, "\udcff"])
    def test_of_a_body_that_cannot_be_read_is_400(self, chenlan: Program, body: str) -> None:
        answer = chenlan.client.post(
            chenlan.address("requests"),
            body.encode("utf-8", "surrogateescape"),
            content_type="application/json",
            headers={"Authorization": f"Bearer {chenlan.secret}", "Idempotency-Key": "x"},
        )

        assert answer.status_code in (400, 422)
        assert answer.json()["error"]

    def test_of_a_field_nobody_knows_is_said(self, chenlan: Program) -> None:
        answer = chenlan.post("requests", {"words": WORDS, "wishes": "x"})

        assert answer.status_code == 422
        assert list(answer.json()["fields"]) == ["wishes"]


class TestAToken:
    def test_that_only_reads_changes_nothing(self, cast: Cast) -> None:
        reader = Program(cast, cast.chenlan, is_read_only=True)

        answer = reader.post("requests", {"words": WORDS})

        assert answer.status_code == 403
        assert reader.get("requests").status_code == 200
        assert not ServiceRequest.objects.exists()

    @pytest.mark.parametrize("over", ["revoked", "expired", "unknown"])
    def test_that_is_over_opens_nothing(self, cast: Cast, chenlan: Program, over: str) -> None:
        if over == "revoked":
            accounts.revoke_token(
                by=cast.acts(cast.chenlan), token_id=chenlan.token.pk, at=timezone.now()
            )
        elif over == "expired":
            past = timezone.now() - timedelta(days=40)
            ApiToken.objects.update(made_at=past, expires_at=past + timedelta(days=30))
        else:
            chenlan.secret = "qj_never-made"

        answer = chenlan.get("requests")

        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")

    def test_holds_in_its_own_park_alone(self, cast: Cast, chenlan: Program) -> None:
        other = a_park()

        answer = chenlan.client.get(
            f"/api/v1/{other.slug}/requests", headers={"Authorization": f"Bearer {chenlan.secret}"}
        )

        assert answer.status_code == 404

    def test_opens_no_page_and_no_session(self, cast: Cast, chenlan: Program) -> None:
        auth = {"Authorization": f"Bearer {chenlan.secret}"}

        page = chenlan.client.get(f"/{cast.park.slug}/portal/", headers=auth)

        assert page.status_code == 302
        assert "sessionid" not in chenlan.client.cookies

    def test_of_somebody_who_has_left_opens_nothing(self, cast: Cast, chenlan: Program) -> None:
        User.objects.filter(pk=cast.chenlan.pk).update(is_active=False)

        assert chenlan.get("requests").status_code in (401, 404)
