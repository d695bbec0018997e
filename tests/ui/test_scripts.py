"""The small scripts in a browser, under the policy that forbids inline script and style."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.ui.trial import sent

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visit = Callable[..., Any]
AUTOSAVE = 1100  # the draft waits 800 ms


class TestSending:
    def test_twice_makes_one_request(self, visit: Visit) -> None:
        page = visit("/test/")

        page.dblclick("#draft button")
        page.wait_for_selector("#answer")

        (only,) = sent()
        assert only["fields"]["once"] == ["k1"]
        assert only["fields"]["act"] == ["send"]

    def test_asks_first_and_sends_nothing_on_no(self, visit: Visit) -> None:
        page = visit("/test/")

        page.click("#ask button")
        assert page.inner_text("#confirm p") == "really?"
        page.keyboard.press("Escape")
        page.wait_for_timeout(200)

        assert sent() == []

    def test_goes_on_with_a_yes(self, visit: Visit) -> None:
        page = visit("/test/")

        page.click("#ask button")
        page.click("#confirm [data-yes]")
        page.wait_for_selector("#answer")

        (only,) = sent()
        assert only["fields"]["act"] == ["confirmed"]

    def test_by_htmx_asks_with_the_same_dialog(self, visit: Visit) -> None:
        page = visit("/test/")

        page.click("#question")
        assert page.inner_text("#confirm p") == "sure?"
        page.click("#confirm [data-yes]")
        page.wait_for_selector("#place #answer")

        assert len(sent()) == 1


class TestWaiting:
    def test_says_what_goes_on_and_counts_the_seconds(self, visit: Visit) -> None:
        page = visit("/test/")
        assert not page.is_visible("#waiting")

        page.click("#long button")
        page.wait_for_selector("#waiting:not([hidden])")
        assert "takes its time" in page.inner_text("#waiting")
        page.wait_for_timeout(1200)
        assert page.inner_text("[data-seconds]") in {"已过 1 秒", "已过 2 秒"}
        page.click("#long button")
        page.wait_for_timeout(200)

        assert len(sent("/test/answer/204")) == 1

    def test_begins_only_once_the_question_is_answered(self, visit: Visit) -> None:
        page = visit("/test/")
        page.evaluate("document.getElementById('ask').dataset.waits = 'waiting'")

        page.click("#ask button")
        page.wait_for_timeout(100)

        assert not page.is_visible("#waiting")


class TestAnAnswer:
    @pytest.mark.parametrize("status", [200, 409, 422])
    def test_to_be_read_is_shown(self, visit: Visit, status: int) -> None:
        page = visit(f"/test/?status={status}")

        page.click("#swap button")

        assert page.locator("#place #answer").inner_text() == f"answer {status}"
        assert page.locator(".toast").count() == 0

    @pytest.mark.parametrize(
        ("status", "words"), [(500, "服务器未能完成"), (403, "您无权操作"), (503, "服务器正忙")]
    )
    def test_of_failure_leaves_the_page_and_says_so(
        self, visit: Visit, status: int, words: str
    ) -> None:
        page = visit(f"/test/?status={status}")

        page.click("#swap button")

        assert words in page.locator(".toast").inner_text()
        assert page.inner_text("#place") == "untouched"

    def test_may_bring_its_own_word(self, visit: Visit) -> None:
        trigger = urllib.parse.quote(
            json.dumps({"toast": {"text": "<b>已受理</b>", "tone": "done"}})
        )
        page = visit(f"/test/?status=500&trigger={trigger}")

        page.click("#swap button")

        assert page.locator(".toast").all_inner_texts() == ["<b>已受理</b>"]

    def test_that_never_comes_is_said(self, visit: Visit) -> None:
        page = visit("/test/")
        page.route("**/test/answer/**", lambda route: route.abort())

        page.click("#swap button")

        assert "没有网络" in page.locator(".toast").inner_text()


class TestFiles:
    def test_are_seen_checked_and_taken_back(self, visit: Visit, tmp_path: Path) -> None:
        from PIL import Image

        photo, program, large = (tmp_path / n for n in ("a.png", "b.exe", "c.pdf"))
        Image.new("RGB", (60, 40), "teal").save(photo)
        program.write_bytes(b"MZ")
        large.write_bytes(b"%PDF" + b"0" * 300_001)
        page = visit("/test/")

        page.set_input_files("#id_files", [photo, program, large])
        listed = page.locator(".file-list li")

        assert listed.count() == 1
        assert page.locator(".file-list canvas").count() == 1
        assert page.locator(".file-field .errors li").all_inner_texts() == [
            "这里不能上传“b.exe”这类文件。",
            "“c.pdf”超过 293 KB。",
        ]
        page.click("#upload > button")
        page.wait_for_selector("#answer")
        assert sent()[-1]["files"] == [("a.png", photo.stat().st_size)]

    def test_add_up_to_their_number_and_can_be_removed(self, visit: Visit, tmp_path: Path) -> None:
        papers = [tmp_path / f"{n}.pdf" for n in range(3)]
        for paper in papers:
            paper.write_bytes(paper.name.encode())
        page = visit("/test/")

        page.set_input_files("#id_files", papers[0])
        page.set_input_files("#id_files", papers[1:])
        assert page.locator(".file-field .errors").inner_text() == "最多 2 个文件。"
        page.click(".file-list button >> nth=0")
        page.click("#upload > button")
        page.wait_for_selector("#answer")

        assert [name for name, _ in sent()[-1]["files"]] == ["1.pdf"]


class TestFinding:
    def test_by_keys_alone(self, visit: Visit) -> None:
        page = visit("/ui/")

        page.keyboard.press("Control+k")
        page.keyboard.type("follow")
        page.wait_for_selector('.hit[aria-selected="true"]:has-text("follow")')
        page.keyboard.press("Enter")
        page.wait_for_url("**/ui/pages/follow/")

    def test_walks_the_hits_and_closes(self, visit: Visit) -> None:
        page = visit("/ui/")
        page.keyboard.press("/")
        page.wait_for_selector(".hit >> nth=2")

        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        assert page.locator(".hit").nth(2).get_attribute("aria-selected") == "true"
        page.keyboard.press("Escape")

        assert not page.locator("#palette").evaluate("e => e.open")

    def test_nothing_says_so(self, visit: Visit) -> None:
        page = visit("/ui/")
        page.click(".side [data-palette]")

        page.fill("#palette-q", "xyzzy")

        page.wait_for_selector(".palette-none:not([hidden])")

    def test_a_slash_in_a_field_is_a_slash(self, visit: Visit) -> None:
        page = visit("/ui/pages/requests/")

        page.locator(".filter-search input").press("/")

        assert page.input_value(".filter-search input") == "/"


class TestADrawer:
    def test_holds_the_page_over_the_list(self, visit: Visit) -> None:
        page = visit("/ui/pages/today/")

        page.click(".row .t a >> nth=1")
        page.wait_for_selector(".drawer-body h1")

        assert page.url.endswith("/ui/pages/today/")
        assert page.locator(".drawer-body .side").count() == 0
        assert page.locator("[data-drawer-page]").get_attribute("href").endswith("/request/")

    def test_is_a_page_on_a_phone(self, visit: Visit) -> None:
        page = visit("/ui/pages/today/", phone=True)

        page.tap(".row .t a >> nth=1")

        page.wait_for_url("**/ui/pages/request/")

    def test_that_fails_says_so(self, visit: Visit) -> None:
        page = visit("/ui/pages/today/")
        page.route("**/pages/request/", lambda route: route.fulfill(status=500, body="no"))

        page.click(".row .t a >> nth=1")

        page.wait_for_selector(".drawer-wait:has-text('未能打开')")


def test_the_theme_is_remembered_from_page_to_page(visit: Visit) -> None:
    page = visit("/ui/pages/today/")
    page.click(".side .account summary")
    page.click(".side [data-theme-set=dark]")

    page.goto("/ui/pages/request/")

    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(13, 26, 31)"


def test_rows_are_walked_with_j_and_k_and_opened_with_enter(visit: Visit) -> None:
    page = visit("/ui/pages/requests/")

    for key in "jjk":
        page.keyboard.press(key)
    page.keyboard.press("Enter")

    page.wait_for_url("**#request-1")


def test_ticked_rows_show_what_can_be_done(visit: Visit) -> None:
    page = visit("/ui/pages/requests/")
    assert page.locator(".bulk-bar").is_hidden()

    page.check(".tick input >> nth=1")
    assert page.inner_text("[data-bulk-count]") == "已选 1 项"
    page.check("[data-select-all]")
    assert page.inner_text("[data-bulk-count]") == "已选 5 项"
    page.click("[data-bulk-none]")

    assert page.locator(".bulk-bar").is_hidden()


@pytest.mark.parametrize("link", [".filter-end a", ".views-save"])
def test_links_that_take_a_list_along_take_its_filters_as_they_stand(
    visit: Visit, link: str
) -> None:
    page = visit("/ui/pages/requests/")
    page.fill(".filter-search input", "停电 𠮷")

    page.focus(link)

    asked = urllib.parse.urlsplit(page.evaluate(f"document.querySelector('{link}').href")).query
    assert urllib.parse.parse_qs(asked)["q"] == ["停电 𠮷"]


def test_the_way_back_to_a_list_keeps_its_filters_until_the_person_leaves(visit: Visit) -> None:
    page = visit("/ui/pages/requests/?q=停电&tab=late")

    page.goto("/test/")
    back = page.evaluate("document.querySelector('a.back').href")
    with page.expect_navigation():
        page.click("#out button")
    page.goto("/test/")

    asked = urllib.parse.parse_qs(urllib.parse.urlsplit(back).query)
    assert asked == {"q": ["停电"], "tab": ["late"]}
    assert page.evaluate("document.querySelector('a.back').search") == ""


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(minutes=30, seconds=30), "还有 30 分钟"),
        (timedelta(hours=5, minutes=1), "还有 5 小时"),
        (timedelta(days=3, minutes=1), "还有 3 天"),
        (timedelta(hours=-2, seconds=-30), "超期 2 小时"),
    ],
)
def test_the_time_left_is_counted(visit: Visit, left: timedelta, words: str) -> None:
    due = urllib.parse.quote((datetime.now(UTC) + left).isoformat())

    page = visit(f"/test/?due={due}")

    assert page.inner_text("time[data-due]") == words
