"""The standing cast, signed in where a test asks for it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from django.test import Client

from qianjin.apps.accounts.models import User

_keys = count(1)


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    """A browser in which somebody has signed in; options are those of the client."""

    def enter(user: User, **options: object) -> Client:
        client = Client(**options)  # type: ignore[arg-type]
        client.force_login(user, "qianjin.faces.gate.backends.Accounts")
        return client

    return enter


@pytest.fixture
def key() -> dict[str, str]:
    """The header of an act that has not been done before."""
    return {"Idempotency-Key": f"gate-{next(_keys)}"}
