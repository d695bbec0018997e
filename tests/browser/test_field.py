"""A telephone in the field: no signal, a page closed, a line that dies, a sign-in that runs out."""

from __future__ import annotations

import hashlib
import io
import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Route, expect

from qianjin.apps.accounts.models import User
from qianjin.apps.desk.models import ServiceRequest
from qianjin.apps.parks.services import files
from qianjin.apps.visits import services
from qianjin.apps.visits.models import PhotoUpload, Round, Visit, VisitPhoto
from qianjin.demo.cast import PASSWORD
from tests.factories.accounts import acting
from tests.factories.enterprises import an_enterprise
from tests.factories.visits import a_place, a_round

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.parametrize("house", [("phone", "zh")], indirect=True, ids="-".join),
]
NOW = "2026-11-23 15:00"
MONDAY = date(2026, 11, 23)
IN_CHARGE = """new Promise(done => navigator.serviceWorker.controller ? done()
    : navigator.serviceWorker.addEventListener("controllerchange", () => done()))"""
PIECES = 1_300_000
"""Bytes of a photograph that comes in three pieces."""


def a_picture(seed: int, least: int = 0) -> bytes:
    """A real photograph unlike every other, of at least so many bytes."""
    target = io.BytesIO()
    Image.new("RGB", (640, 480), (seed * 9 % 255, 90, 120)).save(target, "JPEG")
    body = target.getvalue()
    return body + random.Random(seed).randbytes(max(0, least - len(body)) + 16)


@dataclass
class Phone:
    """The telephone of one officer, with what they look after."""

    house: Any
    page: Page
    officer: User
    firms: list[Any]
    round: Round
    photographs: dict[str, bytes] = field(default_factory=dict)

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    @property
    def address(self) -> str:
        return f"{self.house.url}/{self.house.park.slug}/visits/field/"

    def open(self) -> None:
        """The page with what was taken along, and the worker in charge of it."""
        self.page.goto(self.address)
        expect(self.page.locator(".visit-stop").first).to_be_visible()

    def reopen(self) -> None:
        """The page is closed, as a telephone does by itself, and opened again."""
        page = self.context.new_page()
        self.page.close()
        self.page = page
        page.set_default_timeout(30_000)
        page.clock.set_fixed_time(self.house.now)
        self.open()

    def says(self, words: str) -> None:
        expect(self.page.locator(".field-state")).to_contain_text(words, timeout=60_000)

    def write(self, firm: Any, *, stop: Any = None, raised: bool = False, least: int = 0) -> None:
        """One visit with a difficulty and a photograph."""
        page, name = self.page, f"现场{firm.pk}.jpg"
        page.evaluate("hash => location.hash = hash", f"#/firm/{firm.pk}/{stop.pk if stop else ''}")
        page.locator(".btn.is-main", has_text="填写记录").click()
        page.fill("textarea[name=difficulty_1]", f"{firm.name}门口积水")
        if raised:
            page.check("input[name=raise_1]")
        self.photographs[name] = a_picture(firm.pk, least)
        page.locator("#f-photos").set_input_files(
            {"name": name, "mimeType": "image/jpeg", "buffer": self.photographs[name]}
        )
        expect(page.locator(".file-list li")).to_have_count(1)
        page.locator("form .btn.is-main").click()
        expect(page.locator(".field-bar")).to_be_visible()

    def sign_in_again(self) -> None:
        self.page.locator(".banner .btn.is-main").click()
        self.page.fill("input[name=login]", "yeting")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.locator("form:has(input[name=password]) [type=submit]").click()
        self.page.wait_for_url(self.address)


@pytest.fixture
def phone(house, clock) -> Phone:
    house.now = clock.set(NOW)
    officer = User.objects.get(username="yeting")
    firms = [an_enterprise(house.park, f"外勤{n:02}号（演示）", officer=officer) for n in range(20)]
    for n, firm in enumerate(firms):
        a_place(firm, east=n % 5, north=n // 5)
    row = a_round(officer, house.park, firms[:8], MONDAY)
    page = house.visitor("yeting")
    page.clock.set_fixed_time(house.now)
    built = Phone(house, page, officer, firms, row)
    built.open()
    page.evaluate(IN_CHARGE)
    return built


def recorded() -> int:
    return Visit.objects.exclude(sender_key="").count()


def test_twenty_visits_without_signal_arrive_once_and_whole(phone) -> None:
    stops = {stop.enterprise_id: stop for stop in phone.round.stops.all()}
    phone.context.set_offline(True)
    for n, firm in enumerate(phone.firms):
        phone.write(firm, stop=stops.get(firm.pk), raised=n == 0, least=PIECES if n < 2 else 0)
    phone.says("20 待同步")
    assert recorded() == 0

    phone.reopen()
    phone.says("20 待同步")
    phone.context.set_offline(False)
    phone.says("已全部同步")

    assert recorded() == 20
    assert {v.enterprise_id for v in Visit.objects.all()} >= {f.pk for f in phone.firms}
    assert all(hasattr(stop, "visit") for stop in phone.round.stops.all())
    assert ServiceRequest.objects.filter(source="visit").count() == 1
    photographs = {photo.name: photo for photo in VisitPhoto.objects.all()}
    assert photographs.keys() == phone.photographs.keys()
    for name, sent in phone.photographs.items():
        kept = photographs[name]
        assert (files.MEDIA / kept.path).read_bytes() == sent
        assert kept.sha256 == hashlib.sha256(sent).hexdigest()
    assert not PhotoUpload.objects.exists()


def test_what_waits_leaves_with_the_page_closed_once_there_is_a_signal(phone) -> None:
    """The browser wakes the worker for it; pulled by hand here, since no real line comes back."""
    phone.context.set_offline(True)
    phone.write(phone.firms[9], raised=True, least=PIECES)
    phone.says("1 待同步")
    other = phone.context.new_page()
    other.goto("about:blank")
    worker = _Worker(other, phone.house.url)
    phone.page.close()
    worker.wake()
    other.wait_for_timeout(1000)
    assert recorded() == 0
    phone.context.set_offline(False)

    worker.wake()
    for _ in range(60):
        if VisitPhoto.objects.exists():
            break
        other.wait_for_timeout(500)

    assert recorded() == 1
    assert ServiceRequest.objects.filter(source="visit").count() == 1
    photo = VisitPhoto.objects.get()
    assert (files.MEDIA / photo.path).read_bytes() == phone.photographs[photo.name]
    phone.page = other
    phone.page.clock.set_fixed_time(phone.house.now)
    phone.open()
    phone.says("已全部同步")
    assert recorded() == 1


class _Worker:
    """The service worker of the field as the tools of the browser see it."""

    def __init__(self, page: Page, origin: str) -> None:
        self._origin = origin
        self._known: list[str] = []
        self._tools = page.context.new_cdp_session(page)
        self._tools.on("ServiceWorker.workerRegistrationUpdated", self._note)
        self._tools.send("ServiceWorker.enable")
        page.wait_for_timeout(500)

    def _note(self, told: dict[str, Any]) -> None:
        rows = told["registrations"]
        self._known += [row["registrationId"] for row in rows if not row["isDeleted"]]

    def wake(self) -> None:
        self._tools.send(
            "ServiceWorker.dispatchSyncEvent",
            {
                "origin": self._origin,
                "registrationId": self._known[-1],
                "tag": "field-send",
                "lastChance": False,
            },
        )


def test_answers_lost_after_the_office_has_written_make_no_double(phone) -> None:
    lost: list[str] = []

    def lose(route: Route) -> None:
        """The office does it; its answer never arrives."""
        route.fetch()
        lost.append(route.request.url)
        route.abort("connectionreset")

    phone.context.set_offline(True)
    for firm in phone.firms[8:11]:
        phone.write(firm, raised=True, least=PIECES)
    phone.context.route("**/field/send/", lose, times=2)
    phone.context.route("**/piece/", lose, times=2)
    phone.context.set_offline(False)
    for _ in range(6):
        phone.page.locator(".field-bar button").click()
        expect(phone.page.locator(".field-bar button[aria-busy]")).to_have_count(0, timeout=60_000)
    phone.says("已全部同步")

    assert len(lost) == 4
    assert recorded() == 3
    assert ServiceRequest.objects.filter(source="visit").count() == 3
    assert VisitPhoto.objects.count() == 3
    for photo in VisitPhoto.objects.all():
        assert (files.MEDIA / photo.path).read_bytes() == phone.photographs[photo.name]


def test_a_sign_in_that_ran_out_keeps_the_queue_and_asks(phone) -> None:
    phone.context.set_offline(True)
    phone.write(phone.firms[9])
    phone.context.clear_cookies(name="sessionid")
    phone.reopen()
    phone.context.set_offline(False)
    expect(phone.page.locator(".banner.is-warn")).to_contain_text("登录已过期")
    phone.says("1 待同步")
    phone.sign_in_again()
    phone.says("已全部同步")

    assert recorded() == 1


def test_a_record_refused_is_kept_and_can_be_sent_another_way(phone) -> None:
    phone.context.set_offline(True)
    stop = phone.round.stops.first()
    phone.write(phone.firms[0], stop=stop)
    head = acting(User.objects.get(username="hewei"), phone.house.park)
    services.call_off(round=phone.round, by=head, at=phone.house.now)
    phone.context.set_offline(False)
    phone.says("1 条未被接受")
    assert recorded() == 0

    phone.page.locator("a.field-state").click()
    item = phone.page.locator(".field-item")
    expect(item).to_contain_text("这条路线已取消")
    with phone.page.expect_download() as download:
        item.locator(".btn", has_text="导出").click()
    assert "门口积水" in download.value.path().read_text("utf-8")
    item.locator(".btn", has_text="改为单独走访送出").click()
    phone.says("已全部同步")

    visit = Visit.objects.exclude(sender_key="").get()
    assert visit.stop is None and visit.photos.count() == 1


def test_signing_out_asks_when_something_waits_and_empties_the_telephone(phone) -> None:
    phone.context.set_offline(True)
    phone.write(phone.firms[9])
    phone.page.locator("[data-field-leave]").click()
    question = phone.page.locator("dialog[open]")
    expect(question).to_contain_text("还有1条走访记录没有送出")
    question.locator("[data-closes]").click()
    phone.says("1 待同步")

    phone.context.set_offline(False)
    phone.says("已全部同步")
    phone.page.locator("[data-field-leave]").click()
    phone.page.wait_for_url(lambda url: "/accounts/login" in url)
    assert phone.page.evaluate("caches.keys()") == []
    # The store goes when the last page that holds it has closed.
    phone.page.wait_for_function("indexedDB.databases().then(all => all.length === 0)")
    assert (
        phone.page.evaluate("navigator.serviceWorker.getRegistrations().then(r => r.length)") == 0
    )
