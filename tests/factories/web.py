"""A browser that is signed in, and what a page must keep to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qianjin.apps.accounts.models import User


def signed_in(user: User, language: str = "zh-hans") -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = language
    return client


def send(client: Client, address: str, data: dict[str, Any] | None = None, **headers: str) -> Any:
    """POST a form with its idempotency key."""
    return client.post(address, {"once": uuid4().hex, **(data or {})}, headers=headers)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The SQL of the queries inside, filled when the block ends."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found.extend(query["sql"] for query in captured.captured_queries)
