"""A browser, the demonstration park served on this machine, and a clock one can set."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from qianjin.apps.parks.models import Park
from qianjin.demo.cast import PASSWORD

# Playwright runs a loop of its own in this thread; the ORM is used here only between its steps.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

SIZES = {"desk": (1360, 860), "phone": (390, 844)}


class Clock:
    """The time the platform believes it is."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.moment = datetime.fromisoformat("2026-02-13T15:00:00+08:00")
        monkeypatch.setattr(timezone, "now", lambda: self.moment)

    def set(self, text: str) -> datetime:
        """Set it to a moment on the clock of Hangzhou, for instance "2026-02-14 09:00"."""
        self.moment = datetime.fromisoformat(f"{text.replace(' ', 'T')}:00+08:00")
        return self.moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@dataclass
class House:
    """The park, its address, and the people who come in by the door."""

    park: Park
    url: str
    browser: Browser
    size: str
    language: str
    contexts: list[BrowserContext] = field(default_factory=list)
    names: dict[Page, str] = field(default_factory=dict)

    def visitor(self, username: str) -> Page:
        """Somebody signs in, on this screen and in this language."""
        width, height = SIZES[self.size]
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            is_mobile=self.size == "phone",
            has_touch=self.size == "phone",
            timezone_id="Asia/Shanghai",
        )
        self.contexts.append(context)
        code = "en" if self.language == "en" else "zh-hans"
        context.add_cookies([{"name": "django_language", "value": code, "url": self.url}])
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(f"{self.url}/accounts/login/")
        self._sign_in(page, username)
        self.names[page] = username
        return page

    def go(self, page: Page, path: str) -> None:
        """Go to an address; a sign-in lasts half a day, so the next morning it is asked again."""
        page.goto(f"{self.url}{path}")
        if "/accounts/login" in page.url:
            self._sign_in(page, self.names[page])
            assert page.url.startswith(f"{self.url}{path}")

    def _sign_in(self, page: Page, username: str) -> None:
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", PASSWORD)
        page.locator("form:has(input[name=password]) [type=submit]").click()
        page.wait_for_url(lambda url: "/accounts/login" not in url)


@pytest.fixture
def house(request, live_server, transactional_db, chromium, clock, tmp_path, monkeypatch):
    from qianjin.demo.park import open_demo_park

    # Everybody here comes from one address; who signed in for the test before counts no more.
    cache.clear()
    monkeypatch.setattr("qianjin.apps.parks.services.files.MEDIA", tmp_path)
    monkeypatch.setattr("qianjin.faces.gate.files.MEDIA", tmp_path)
    size, language = request.param
    park = open_demo_park(at=datetime.fromisoformat("2025-06-03T10:00:00+08:00"))
    built = House(park, live_server.url, chromium, size, language)
    yield built
    for context in built.contexts:
        context.close()
