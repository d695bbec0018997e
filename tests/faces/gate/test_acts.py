"""An act is done once, whole or not at all, and a refusal fits who asked."""

from __future__ import annotations

import json
import threading
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from qianjin.apps.accounts.models import SavedView
from qianjin.apps.audit import services as audit
from qianjin.apps.audit.models import AuditEntry, IdempotencyKey
from qianjin.apps.desk.models import ServiceRequest
from qianjin.apps.parks.models import Unit
from tests.factories.accounts import Cast

NEW_UNIT = {"code": "hall", "kind": "section", "name_zh": "便民大厅", "position": "9"}


def units_url(cast: Cast) -> str:
    return f"/{cast.park.slug}/settings/units/"


class TestAnActWithAKey:
    def test_is_done_once_and_answered_twice_alike(self, cast: Cast, signed_in) -> None:
        client = signed_in(cast.admin)
        form = {**NEW_UNIT, "once": "one-key"}

        first = client.post(units_url(cast), form)
        second = client.post(units_url(cast), form)

        assert (first.status_code, first["Location"]) == (303, units_url(cast))
        assert (second.status_code, second["Location"]) == (303, units_url(cast))
        assert second["Idempotency-Replayed"] == "true"
        assert Unit.objects.filter(park=cast.park, code="hall").count() == 1
        assert AuditEntry.objects.filter(verb__startswith="unit.").count() == 1

    def test_cannot_be_used_for_another_act(self, cast: Cast, signed_in) -> None:
        client = signed_in(cast.admin)
        client.post(units_url(cast), {**NEW_UNIT, "once": "one-key"})

        other = client.post(f"/{cast.park.slug}/settings/", {"once": "one-key"})

        assert other.status_code == 409

    def test_of_another_person_is_another_key(self, cast: Cast, signed_in) -> None:
        signed_in(cast.admin).post(units_url(cast), {**NEW_UNIT, "once": "one-key"})

        answer = signed_in(cast.linyue).post(
            f"/{cast.park.slug}/me/tokens/",
            {"name": "报表", "days": "30", "once": "one-key"},
        )

        assert answer.status_code == 200

    def test_that_was_refused_frees_it(self, cast: Cast, signed_in) -> None:
        client = signed_in(cast.admin)
        refused = client.post(units_url(cast), {**NEW_UNIT, "name_zh": "", "once": "one-key"})

        done = client.post(units_url(cast), {**NEW_UNIT, "once": "one-key"})

        assert refused.status_code == 422
        assert done.status_code == 303

    def test_that_failed_half_way_leaves_nothing(
        self, cast: Cast, signed_in, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(**said: object) -> None:
            raise RuntimeError("the disk is full")

        client = signed_in(cast.admin, raise_request_exception=False)
        monkeypatch.setattr(audit, "settle_key", fails)

        answer = client.post(units_url(cast), {**NEW_UNIT, "once": "one-key"})

        assert answer.status_code == 500
        assert not Unit.objects.filter(code="hall").exists()
        assert not IdempotencyKey.objects.exists()
        assert not AuditEntry.objects.filter(verb__startswith="unit.").exists()

    def test_is_forgotten_after_a_week(self, cast: Cast, signed_in) -> None:
        client = signed_in(cast.admin)
        client.post(units_url(cast), {**NEW_UNIT, "once": "one-key"})

        audit.forget_keys(at=timezone.now() + timedelta(days=8))
        other = {**NEW_UNIT, "code": "hall2", "name_zh": "便民二厅"}
        late = client.post(units_url(cast), {**other, "once": "one-key"})

        assert late.status_code == 303
        assert Unit.objects.filter(code="hall2").exists()

    def test_whose_answer_holds_a_secret_is_answered_without_it(
        self, cast: Cast, signed_in
    ) -> None:
        client = signed_in(cast.admin)
        form = {"name": "报表", "days": "30", "once": "one-key"}
        first = client.post(f"/{cast.park.slug}/me/tokens/", form)

        second = client.post(f"/{cast.park.slug}/me/tokens/", form)

        assert "qj_" in first.content.decode()
        assert second.status_code == 303
        assert IdempotencyKey.objects.get(key="one-key").body == ""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_one_moment_make_one_request(signed_in) -> None:
    from django.db import connection

    from tests.factories.accounts import the_cast
    from tests.factories.desk import a_promise

    cast = the_cast()
    a_promise(cast.park)
    answers = []

    def click() -> None:
        client = signed_in(cast.chenlan)
        form = {
            "enterprise": str(cast.chenxi.pk),
            "words": "变压器容量不够，想接临时用电。",
            "once": "double",
        }
        answers.append(client.post(f"/{cast.park.slug}/portal/ask/", form))
        connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert ServiceRequest.objects.count() == 1


class TestAnActWithoutAKey:
    def test_is_refused_and_leaves_nothing(self, cast: Cast, signed_in) -> None:
        answer = signed_in(cast.admin).post(units_url(cast), NEW_UNIT)

        assert answer.status_code == 400
        assert not Unit.objects.filter(code="hall").exists()

    def test_longer_than_64_characters_is_none(self, cast: Cast, signed_in) -> None:
        answer = signed_in(cast.admin).post(units_url(cast), {**NEW_UNIT, "once": "k" * 65})

        assert answer.status_code == 400

    def test_needs_none_when_twice_is_as_good_as_once(self, cast: Cast, signed_in) -> None:
        form = {"page": "requests", "name": "逾期", "query": "tab=late"}

        answer = signed_in(cast.linyue).post(f"/{cast.park.slug}/me/views/", form)

        assert answer.status_code == 302
        assert SavedView.objects.filter(user=cast.linyue).count() == 1


class TestARefusal:
    @pytest.fixture
    def forbidden(self, cast: Cast) -> str:
        return units_url(cast)

    def test_is_a_page_for_a_person(self, cast: Cast, forbidden: str, signed_in) -> None:
        answer = signed_in(cast.linyue).get(forbidden)

        assert answer.status_code == 403
        assert "<html" in answer.content.decode()
        assert cast.linyue.name in answer.content.decode()

    def test_is_a_piece_and_a_toast_for_htmx(self, cast: Cast, forbidden: str, signed_in) -> None:
        answer = signed_in(cast.linyue).get(forbidden, headers={"HX-Request": "true"})

        assert answer.status_code == 403
        assert "<html" not in answer.content.decode()
        assert json.loads(answer["HX-Trigger"])["toast"]["tone"] == "breached"

    @pytest.mark.parametrize(
        ("language", "sentence"),
        [("zh-hans", "没有"), ("en", "There is nothing here, or it is not yours to see.")],
    )
    def test_is_json_in_the_language_of_a_machine(
        self, cast: Cast, language: str, sentence: str, signed_in
    ) -> None:
        client = signed_in(cast.linyue)
        client.cookies["django_language"] = language

        answer = client.get(f"/api/v1/{cast.park.slug}/requests/2026-0101-999")

        assert answer.status_code == 404
        assert sentence in answer.json()["error"]
        assert answer.headers["Content-Type"].startswith("application/json")

    @pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
    def test_of_a_method_nobody_uses(self, cast: Cast, method: str, signed_in) -> None:
        answer = getattr(signed_in(cast.admin), method)(units_url(cast))

        assert answer.status_code == 405

    def test_of_an_api_method_names_those_there_are(self, cast: Cast, signed_in) -> None:
        answer = signed_in(cast.linyue).delete(f"/api/v1/{cast.park.slug}/requests")

        assert answer.status_code == 405
        assert answer["Allow"] == "GET, POST"


class TestAForgedForm:
    def test_is_refused_with_a_sentence(self, cast: Cast, signed_in) -> None:
        client = signed_in(cast.admin, enforce_csrf_checks=True)

        answer = client.post(units_url(cast), {**NEW_UNIT, "once": "one-key"})

        assert answer.status_code == 403
        assert not Unit.objects.filter(code="hall").exists()
        assert answer["Content-Language"] == "zh-hans"

    def test_of_the_sign_in_too(self, cast: Cast) -> None:
        client = Client(enforce_csrf_checks=True)

        answer = client.post("/accounts/login/", {"login": "x", "password": "y"})

        assert answer.status_code == 403


class TestASessionThatEndsInTheMiddleOfAForm:
    def test_leads_to_the_sign_in_and_back_to_the_form(self, cast: Cast, signed_in) -> None:
        client = signed_in(cast.chenlan)
        client.session.flush()
        where = f"http://testserver/{cast.park.slug}/portal/ask/"

        answer = client.post(
            f"/{cast.park.slug}/portal/ask/", {"words": "很长的话"}, headers={"Referer": where}
        )

        assert answer.status_code == 302
        assert answer["Location"] == f"/accounts/login/?next=/{cast.park.slug}/portal/ask/"

    def test_sends_htmx_there_as_a_whole_page(self, cast: Cast) -> None:
        where = f"http://testserver/{cast.park.slug}/portal/ask/?kind=policy"

        answer = Client().post(
            f"/{cast.park.slug}/portal/ask/",
            headers={"HX-Request": "true", "HX-Current-URL": where},
        )

        assert answer.status_code == 401
        assert answer["HX-Redirect"] == (
            f"/accounts/login/?next=/{cast.park.slug}/portal/ask/%3Fkind%3Dpolicy"
        )

    def test_keeps_the_draft(self, cast: Cast, signed_in) -> None:
        client = signed_in(cast.chenlan)
        drafts = f"/{cast.park.slug}/me/drafts/"
        fields = json.dumps({"words": ["写了很久的一段话，还没有发出𠮷"]}, ensure_ascii=False)
        client.post(drafts, {"key": "portal.ask", "fields": fields})
        client.session.flush()

        again = signed_in(cast.chenlan)

        assert again.get(f"{drafts}?key=portal.ask").json()["fields"]["words"][0].endswith("𠮷")
        assert "写了很久的一段话" in again.get(f"/{cast.park.slug}/portal/ask/").content.decode()
