"""Photograph the demonstration park for the guide: `./dev shots [NAME …]`.

Starts `qianjin demo` in a data folder of its own and in a stopped moment, signs in as each role,
and writes docs/screenshots/<page>-<desk|phone>-<zh|en>.png at fixed sizes. A picture that shows
what it showed before is left as it is; a page that does not answer is named, and the exit code
is 1.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from tools.shot_list import SHOTS, Shot

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "screenshots"
MOMENT = "2026-11-24T10:20:00+08:00"
PORT = 8977
PASSWORD = "qianjin-demo"
SIZES = {"desk": (1360, 860), "phone": (390, 844)}
CODES = {"zh": "zh-hans", "en": "en"}
COLOURS = 256
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
]


def names() -> set[str]:
    """The file names of all pictures."""
    return {
        f"{shot.name}-{size}-{language}.png" for shot in SHOTS for size, language in shot.pictures
    }


def main() -> int:
    """Take every picture, or those whose names are given."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("names", nargs="*", metavar="NAME", help="only these pages")
    options.add_argument("--at", default=MOMENT, help="the moment shown, ISO 8601 with offset")
    options.add_argument("--port", type=int, default=PORT)
    given = options.parse_args()
    unknown = set(given.names) - {shot.name for shot in SHOTS}
    if unknown:
        options.error(f"no such page: {', '.join(sorted(unknown))}")
    wanted = [shot for shot in SHOTS if not given.names or shot.name in given.names]
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="qianjin-shots-") as fresh:
        data = os.environ.get("QIANJIN_SHOTS_DATA") or fresh
        arguments = [given.at, "demo", "--data", data, "--port", str(given.port), "--workers", "1"]
        server = subprocess.Popen(
            [sys.executable, "-m", "tools.stopped_clock", *arguments], cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            base = f"http://127.0.0.1:{given.port}"
            _wait(base, server)
            failed = _take_all(base, wanted, given.at)
        finally:
            server.terminate()
            server.wait(120)
    weight = sum(path.stat().st_size for path in TARGET.glob("*.png"))
    print(f"{len(list(TARGET.glob('*.png')))} pictures, {weight / 1e6:.1f} MB")
    for line in failed:
        print(f"no picture of {line}", file=sys.stderr)
    return 1 if failed else 0


def _wait(base: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{base}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the demonstration did not start")


def _take_all(base: str, shots: list[Shot], at: str) -> list[str]:
    """Take the pictures; return a line for each that could not be taken."""
    failed = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("QIANJIN_CHROMIUM", "/usr/bin/chromium"),
            args=FLAGS,
        )
        rooms = _Rooms(browser, base, at)
        for shot in shots:
            for size, language in shot.pictures:
                name = f"{shot.name}-{size}-{language}.png"
                try:
                    _keep(_picture(rooms, base, shot, size, language), TARGET / name)
                except (BrowserError, LookupError) as error:
                    failed.append(f"{name}: {str(error).splitlines()[0]}")
        browser.close()
    return failed


class _Rooms:
    """One browser for each person, screen and language, signed in once."""

    def __init__(self, browser: Browser, base: str, at: str) -> None:
        self._browser, self._base, self._at = browser, base, at
        self._pages: dict[tuple[str, str, str], Page] = {}
        self._signed_in: dict[str, list] = {}

    def page(self, who: str, size: str, language: str) -> Page:
        key = (who, size, language)
        if key not in self._pages:
            context = self._context(size)
            context.add_cookies(self._cookies(who))
            context.add_cookies(
                [{"name": "django_language", "value": CODES[language], "url": self._base}]
            )
            self._pages[key] = context.new_page()
        return self._pages[key]

    def _context(self, size: str) -> BrowserContext:
        width, height = SIZES[size]
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            device_scale_factor=1,
            reduced_motion="reduce",
            is_mobile=size == "phone",
            has_touch=size == "phone",
        )
        context.set_default_timeout(15_000)
        context.clock.set_fixed_time(self._at)
        return context

    def _cookies(self, who: str) -> list:
        if who and who not in self._signed_in:
            context = self._context("desk")
            page = context.new_page()
            page.goto(f"{self._base}/accounts/login/")
            page.fill("input[name=login]", who)
            page.fill("input[name=password]", PASSWORD)
            page.locator("form:has(input[name=password]) button[type=submit]").click()
            page.wait_for_url(lambda url: "/login/" not in url)
            self._signed_in[who] = [
                cookie for cookie in context.cookies() if cookie["name"] != "django_language"
            ]
            context.close()
        return self._signed_in.get(who, [])


def _picture(rooms: _Rooms, base: str, shot: Shot, size: str, language: str) -> bytes:
    page = rooms.page(shot.who, size, language)

    def other(who: str) -> Page:
        return rooms.page(who, size, language)

    if shot.first:
        shot.first(page, base, other)
    if shot.path:
        _open(page, base + shot.path)
    if shot.link:
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        found = [link for link in links if re.search(shot.link + "$", link)]
        if not found:
            raise LookupError(f"no link like {shot.link} on {shot.path}")
        _open(page, base + found[0] + shot.then)
    if shot.click:
        page.locator(shot.click).first.click()
    if shot.last:
        shot.last(page, base, other)
    page.wait_for_load_state("networkidle")
    if shot.scroll:
        page.locator(shot.scroll).first.evaluate("it => it.scrollIntoView()")
    return page.screenshot(animations="disabled", caret="hide")


def _open(page: Page, address: str) -> None:
    answer = page.goto(address)
    if answer is None or answer.status >= 400:
        raise LookupError(f"{address} answers {answer.status if answer else 'nothing'}")
    page.wait_for_load_state("networkidle")


def _keep(shot: bytes, path: Path) -> None:
    """Write the picture with few colours, unless the one that stands there shows the same."""
    few = Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    if path.exists() and Image.open(path).convert("RGB").tobytes() == few.convert("RGB").tobytes():
        return
    few.save(path, optimize=True)
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())
