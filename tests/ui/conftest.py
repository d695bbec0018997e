"""A browser on the kit alone: a server in a thread, no database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

from tests.ui import trial

MIDDLEWARE = [
    "qianjin.faces.gate.middleware.SecurityHeaders",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]


# What Chromium and htmx say of an answer that is a refusal: the tests ask for some.
EXPECTED = ("Failed to load resource", "Response Status Error Code", "htmx:")


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class _Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@pytest.fixture(scope="module")
def kit_address() -> Iterator[str]:
    """Address of a server with the gallery and the trial pages, under the real policy."""
    with override_settings(ROOT_URLCONF="tests.ui.trial", MIDDLEWARE=MIDDLEWARE, DEBUG=False):
        application = StaticFilesHandler(WSGIHandler())
        server = make_server("127.0.0.1", 0, application, _Threaded, _Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def visit(chromium: Any, kit_address: str) -> Iterator[Callable[..., Any]]:
    """Open a page: ``visit("/ui/", phone=True, language="en")``; an error in it fails the test."""
    contexts: list[Any] = []
    complaints: list[str] = []
    trial.received.clear()

    def open_page(
        address: str, *, phone: bool = False, dark: bool = False, language: str = "zh-CN"
    ) -> Any:
        context = chromium.new_context(
            base_url=kit_address,
            viewport={"width": 390, "height": 844} if phone else {"width": 1360, "height": 860},
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            locale=language,
            timezone_id="Asia/Shanghai",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type == "error" and not message.text.startswith(EXPECTED)
                else None
            ),
        )
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints
