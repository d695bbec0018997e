"""Drafts in a browser, under the policy that forbids inline script and style."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Callable
from typing import Any

import pytest

from tests.ui.trial import sent

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visit = Callable[..., Any]
AUTOSAVE = 1100  # the draft waits 800 ms


class TestADraft:
    def test_comes_back_with_a_notice_after_the_page_was_closed(self, visit: Visit) -> None:
        page = visit("/test/")
        page.fill("[name=title]", "临时用电 𠮷 🙂")
        page.check("[name=urgent]")
        page.check("[name=aim][value=b]")
        page.select_option("[name=kinds]", ["y"])
        page.wait_for_timeout(AUTOSAVE)

        page.goto("/test/")

        assert page.input_value("[name=title]") == "临时用电 𠮷 🙂"
        assert page.is_checked("[name=urgent]")
        assert page.is_checked("[name=aim][value=b]")
        assert page.locator("[name=kinds] option:checked").all_inner_texts() == ["y"]
        assert "已恢复您的草稿" in page.inner_text(".draft-note")

    def test_is_sent_to_its_address_with_the_token(self, visit: Visit) -> None:
        page = visit("/test/")

        page.fill("[name=title]", "临时用电")
        page.wait_for_timeout(AUTOSAVE)

        (draft,) = sent("/test/answer/204")
        assert draft["fields"]["key"] == ["ask:1"]
        assert json.loads(draft["fields"]["fields"][0])["title"] == ["临时用电"]
        assert page.inner_text(".draft-state") == "草稿已保存"

    def test_holds_no_password_and_no_hidden_field(self, visit: Visit) -> None:
        page = visit("/test/")
        page.fill("[name=secret]", "swordfish")
        page.fill("[name=title]", "a")
        page.wait_for_timeout(AUTOSAVE)

        kept = page.evaluate("JSON.stringify(localStorage)")
        page.goto("/test/?version=2")

        assert "swordfish" not in kept
        assert "once" not in kept
        assert page.input_value("[name=version]") == "2"

    def test_belongs_to_the_person(self, visit: Visit) -> None:
        page = visit("/test/?person=7")
        page.fill("[name=title]", "mine")
        page.wait_for_timeout(AUTOSAVE)

        page.goto("/test/?person=8")

        assert page.input_value("[name=title]") == ""

    def test_is_not_kept_for_nobody(self, visit: Visit) -> None:
        page = visit("/test/?person=")

        page.fill("[name=title]", "a")
        page.wait_for_timeout(AUTOSAVE)

        assert page.evaluate("Object.keys(localStorage).length") == 0

    def test_survives_a_form_sent_at_once_into_an_expired_sign_in(self, visit: Visit) -> None:
        page = visit("/test/")
        page.fill("[name=title]", "typed and sent within the 800 ms")

        page.click("#draft button")
        page.wait_for_selector("#answer")
        page.goto("/test/")

        assert page.input_value("[name=title]") == "typed and sent within the 800 ms"

    def test_goes_when_the_page_confirms_it(self, visit: Visit) -> None:
        page = visit("/test/")
        page.fill("[name=title]", "a")
        page.wait_for_timeout(AUTOSAVE)

        page.goto("/test/?cleared=ask:1")

        assert page.input_value("[name=title]") == ""
        assert page.evaluate("Object.keys(localStorage).length") == 0

    def test_goes_when_an_answer_to_htmx_confirms_it(self, visit: Visit) -> None:
        trigger = urllib.parse.quote(json.dumps({"draft-cleared": {"key": "ask:1"}}))
        page = visit(f"/test/?trigger={trigger}")
        page.fill("[name=title]", "a")
        page.wait_for_timeout(AUTOSAVE)

        page.click("#swap button")
        page.wait_for_selector("#answer")

        assert page.evaluate("Object.keys(localStorage).length") == 0

    def test_can_be_discarded(self, visit: Visit) -> None:
        page = visit("/test/")
        page.fill("[name=title]", "a")
        page.wait_for_timeout(AUTOSAVE)
        page.goto("/test/")

        page.click(".draft-note button")
        page.wait_for_timeout(AUTOSAVE)

        assert page.input_value("[name=title]") == ""
        assert page.evaluate("Object.keys(localStorage).length") == 0
        assert sent("/test/answer/204")[-1]["fields"]["fields"] == [""]

    def test_leaves_the_browser_with_the_person(self, visit: Visit) -> None:
        page = visit("/test/")
        page.fill("[name=title]", "a")
        page.wait_for_timeout(AUTOSAVE)

        page.click("#out button")
        page.wait_for_selector("#answer")

        assert page.evaluate("Object.keys(localStorage).length") == 0

    def test_of_the_server_is_taken_when_it_is_newer(self, visit: Visit) -> None:
        page = visit("/test/")
        page.fill("[name=title]", "here")
        page.wait_for_timeout(AUTOSAVE)
        saved = json.dumps({"at": "2099-01-01T00:00:00Z", "fields": {"title": ["there"]}})

        def with_copy(route: Any) -> None:
            answer = route.fetch()
            marked = f"data-draft=\"ask:1\" data-draft-saved='{saved}'"
            route.fulfill(response=answer, body=answer.text().replace('data-draft="ask:1"', marked))

        page.route("**/test/", with_copy)

        page.goto("/test/")

        assert page.input_value("[name=title]") == "there"
