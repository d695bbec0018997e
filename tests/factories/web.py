"""A browser that is signed in, and the forms it sends."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client

from qianjin.apps.accounts.models import User


def signed_in(user: User, language: str = "zh-hans") -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(user, backend="qianjin.faces.gate.backends.Accounts")
    client.cookies["django_language"] = language
    return client


def send(client: Client, address: str, data: dict[str, Any] | None = None, **headers: str) -> Any:
    """POST a form with its idempotency key."""
    return client.post(address, {"once": uuid4().hex, **(data or {})}, headers=headers)
