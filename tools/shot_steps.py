"""What is done before some pictures: a table sent, a twin entered, two officers at one request."""

from __future__ import annotations

import io
from collections.abc import Callable

import xlsxwriter
from playwright.sync_api import Locator, Page

Other = Callable[[str], Page]
"""The page of another person, by sign-in name."""
Step = Callable[[Page, str, Other], None]

HEADINGS = (
    "序号", "单位名称", "信用代码", "所属行业", "负责人", "联系电话",
    "2025年从业人数", "2025年产值（万元）",
)  # fmt: skip
ROWS = (
    (1, "云栖精工有限公司（演示）", "91330199XX0000991K", "C3484", "演示·许知", "13800000991",
     "\uff11\uff12\uff16", "8,340"),
    (2, "听潮机器人有限公司（演示）", "", "工业机器人制造", "演示·裴然", "13800000992", 88, 5210.5),
    (3, "杭州晨曦精密有限公司（演示）", "", "C3670", "演示·陈岚", "", 310, 26400),
    (4, "青岚复材有限公司（演示）", "91330199XX00009", "C3099", "", "1380000", "约60人", "2300万"),
    (5, "云栖精工有限公司", "", "C3484", "", "", "", ""),
    ("合计", "", "", "", "", "", 584, 42250.5),
)  # fmt: skip
"""A table as offices keep it: full-width digits, a code cut short, a firm twice, a line of sums."""


def send_a_table(page: Page, base: str, other: Other) -> None:
    """Send such a table and wait for its preview."""
    page.goto(f"{base}/qianjin/enterprises/imports/new/")
    page.set_input_files(
        "input[type=file]",
        {"name": "企业台账（演示）.xlsx", "mimeType": "", "buffer": _workbook()},
    )
    page.locator("main form button[type=submit], main form button.is-main").first.click()
    page.wait_for_url(r"**/imports/*/**")


SCHEMES = """政策名称,主管部门,施行日期,扶持标准,申报条件,最高额
首台套奖励（演示）,经信局（演示）,2026-01-01,按销售额的10%，最高100万元,营业收入 ≥ 2000,100
用工补贴（演示）,人社局（演示）,去年,每人1000元,人多,很多
"""


def send_schemes(page: Page, base: str, other: Other) -> None:
    """Send a table of schemes with a row that cannot be read, and wait for its preview."""
    page.goto(f"{base}/qianjin/schemes/import/")
    page.set_input_files(
        "input[type=file]",
        {"name": "政策（演示）.csv", "mimeType": "text/csv", "buffer": SCHEMES.encode()},
    )
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(r"**/schemes/import/*/")


def _workbook() -> bytes:
    """The rows under a merged title."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, "前进智造园2025年企业台账（演示）")
        for at, row in enumerate((HEADINGS, *ROWS), start=1):
            sheet.write_row(at, 0, row)
    return file.getvalue()


def enter_a_twin(page: Page, base: str, other: Other) -> None:
    """Enter an enterprise a second time, under a longer name."""
    page.goto(f"{base}/qianjin/enterprises/new/")
    page.fill("input[name=name]", "杭州晨曦精密有限公司（演示）")
    page.locator("#enterprise-form button.is-main").click()
    page.locator("button[name=confirmed]").click()
    page.locator("button[name=confirmed]").wait_for(state="detached")


def sort_at_once(page: Page, base: str, other: Other) -> None:
    """Let two officers sort one request; the second to send sees what the first did."""
    address = page.url
    level = "input[name=level]"
    mine, theirs = (2, 0)
    _press(page.locator(level).nth(mine))
    colleague = other("fangxiaotang")
    colleague.goto(address)
    _press(colleague.locator(level).nth(theirs))
    _send(colleague)
    colleague.wait_for_url(lambda url: "/triage/" not in url)
    _send(page)
    page.locator(".conflict").wait_for()
    page.locator(".conflict").evaluate("it => it.scrollIntoView({block: 'center'})")


def _press(choice: Locator) -> None:
    """Choose one of several, wherever it stands: a bar at the foot may lie over it."""
    choice.evaluate("it => it.click()")


def _send(page: Page) -> None:
    page.locator(
        "form.act-form button.is-main[type=submit], form.act-form button.is-main"
    ).last.click()


def taken_along(page: Page, base: str, other: Other) -> None:
    """Wait until the telephone has what it takes into the field."""
    page.locator(".visit-stop").first.wait_for()
    page.locator(".field-state.tone-done").wait_for()


def drawn(page: Page, base: str, other: Other) -> None:
    """Wait until the map has been drawn with all its tiles."""
    page.locator("[data-map][data-ready]").wait_for(timeout=60_000)
    page.wait_for_timeout(2500)


def paste_a_card(page: Page, base: str, other: Other) -> None:
    """Paste a card, and wait until it was read into the form."""
    page.fill(
        "#quick-text",
        "杭州远帆汽车部件股份有限公司（演示）\n陆行舟 副总经理\n手机：138 0000 0012",
    )
    page.wait_for_selector("#quick-form input[name=name][value]")
    page.wait_for_timeout(300)
