"""Photograph the demonstration park for the guide: `./dev shots`.

Starts `qianjin demo` in a data folder of its own, signs in as each role, and writes
docs/screenshots/<page>-<desk|phone>-<zh|en>.png at fixed sizes.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "screenshots"
PORT = 8977
BASE = f"http://127.0.0.1:{PORT}"
PASSWORD = "qianjin-demo"
SIZES = {"desk": (1360, 860), "phone": (390, 844)}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True, slots=True)
class Shot:
    """One page: its name, who looks, where, and on which screens."""

    name: str
    who: str
    path: str
    sizes: tuple[str, ...] = ("desk", "phone")
    languages: tuple[str, ...] = ("zh", "en")
    link: str = ""
    """A pattern of a link on the page to follow first, for pages of one object."""


SHOTS = (
    Shot("today", "linyue", "/qianjin/"),
    Shot("requests", "linyue", "/qianjin/requests/"),
    Shot("request", "linyue", "/qianjin/requests/?tab=all", link=r"/requests/\d{4}-\d{4}-\d+/"),
    Shot("request-new", "linyue", "/qianjin/requests/new/", languages=("zh",)),
    Shot("board", "hewei", "/qianjin/board/"),
    Shot("enterprises", "linyue", "/qianjin/enterprises/"),
    Shot("enterprise", "linyue", "/qianjin/enterprises/", link=r"/enterprises/\d+/"),
    Shot("people", "linyue", "/qianjin/people/", ("desk",)),
    Shot("roles", "admin", "/qianjin/roles/", ("desk",)),
    Shot("calendar", "admin", "/qianjin/calendar/", ("desk",)),
    Shot("promises", "admin", "/qianjin/promises/", ("desk",)),
    Shot("audit", "auditor", "/qianjin/audit/", ("desk",)),
    Shot("portal-home", "chenlan", "/qianjin/portal/"),
    Shot("portal-ask", "chenlan", "/qianjin/portal/ask/"),
    Shot(
        "portal-request",
        "chenlan",
        "/qianjin/portal/requests/",
        ("phone",),
        link=r"/portal/requests/\d{4}-\d{4}-\d+/",
    ),
    Shot("gallery", "", "/ui/", ("desk",), ("zh",)),
)


def main() -> int:
    """Take every picture, or those whose names are given."""
    wanted = set(sys.argv[1:])
    TARGET.mkdir(parents=True, exist_ok=True)
    data = Path(os.environ.get("QIANJIN_SHOTS_DATA", tempfile.mkdtemp(prefix="qianjin-shots-")))
    command = [sys.executable, "-m", "qianjin", "demo", "--data", str(data), "--port", str(PORT)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("QIANJIN_CHROMIUM", "/usr/bin/chromium"), args=FLAGS
            )
            for shot in SHOTS:
                if not wanted or shot.name in wanted:
                    _take(browser, shot)
            browser.close()
    finally:
        server.terminate()
        server.wait(30)
    return 0


def _wait() -> None:
    until = time.monotonic() + 240
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{BASE}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the demonstration did not start")


def _take(browser: Browser, shot: Shot) -> None:
    for size in shot.sizes:
        width, height = SIZES[size]
        for language in shot.languages:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                locale="zh-CN",
                device_scale_factor=1,
                is_mobile=size == "phone",
                has_touch=size == "phone",
            )
            code = "en" if language == "en" else "zh-hans"
            context.add_cookies([{"name": "django_language", "value": code, "url": BASE}])
            page = context.new_page()
            if shot.who:
                _sign_in(page, shot.who)
            page.goto(BASE + shot.path)
            if shot.link:
                _follow(page, shot.link)
            page.wait_for_load_state("networkidle")
            path = TARGET / f"{shot.name}-{size}-{language}.png"
            page.screenshot(path=path)
            print(path.relative_to(ROOT))
            context.close()


def _follow(page: Page, pattern: str) -> None:
    links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    found = next(link for link in links if re.search(pattern + "$", link))
    page.goto(BASE + found)


def _sign_in(page: Page, who: str) -> None:
    page.goto(f"{BASE}/accounts/login/")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_load_state()


if __name__ == "__main__":
    sys.exit(main())
