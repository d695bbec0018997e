"""Opening, filling in and sending the form of an act."""

from __future__ import annotations

import re

from tests.factories.web import send


def address(cast, request, act: str) -> str:
    return f"/{cast.park.slug}/requests/{request.number}/{act}/"


def version_in(page: str) -> str:
    return re.search(r'name="version" value="(\d+)"', page)[1]


def act(client, cast, request, name: str, **fields):
    """Open the form, fill it in, send it; the version is the one the form showed."""
    form = client.get(address(cast, request, name)).content.decode()
    fields.setdefault("version", version_in(form))
    return send(client, address(cast, request, name), fields)
