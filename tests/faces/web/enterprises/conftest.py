"""Who visits the pages of the directory, and what their forms send."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from qianjin.apps.enterprises.models import Enterprise


@pytest.fixture
def at(cast):
    """The address of a page inside the park."""

    def address(name: str, *args: object) -> str:
        return reverse(f"web:{name}", args=(cast.park.slug, *args))

    return address


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def office(cast) -> Client:
    return signed_in(cast.linyue)


def send(client: Client, page: str, once: str = "", **fields):
    return client.post(page, {"once": once or uuid.uuid4().hex, **fields})


def plain(answer) -> str:
    """A page without what differs on every visit."""
    text = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken[^:]*: ?)"[^"]+"', "", text_of(answer))
    return text.replace(answer.request["PATH_INFO"], "")


def text_of(answer) -> str:
    return answer.content.decode().replace("&quot;", '"')


def facts(firm: Enterprise, **changed) -> dict[str, object]:
    """What the form of an enterprise sends."""
    return {
        "name": firm.name,
        "sector": firm.sector,
        "tier": firm.tier,
        "status": firm.status,
        "version": firm.version,
        **changed,
    }
