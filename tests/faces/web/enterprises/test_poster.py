"""企业码 The poster on an enterprise's wall, and where its code leads."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document

from tests.factories.accounts import Cast
from tests.factories.enterprises import a_contact, an_enterprise
from tests.factories.web import signed_in

pytestmark = pytest.mark.django_db


def test_the_code_leads_to_asking_for_that_enterprise(cast: Cast) -> None:
    """陈岚 speaks for two enterprises; the code says for which of them she asks."""
    second = an_enterprise(cast.park, "第二家（演示）")
    a_contact(second, "陈岚", user=cast.chenlan)
    poster = signed_in(cast.linyue).get(
        f"/{cast.park.slug}/enterprises/{second.pk}/poster/", {"place": "三号车间"}
    )
    text = poster.content.decode()
    link = re.search(r"http://testserver(/[^<\s]+)", text)
    assert link
    address = link[1].replace("&amp;", "&")

    page = signed_in(cast.chenlan).get(address)

    assert "<svg" in text
    assert "扫一扫，提诉求" in text
    form = page.context["form"]
    assert form.initial["enterprise"] == str(second.pk)
    assert form.initial["place"] == "三号车间"


def test_another_enterprise_s_code_opens_nothing_for_somebody_else(cast: Cast) -> None:
    page = signed_in(cast.chenlan).get(f"/{cast.park.slug}/portal/ask/?for={cast.other.pk}")

    assert cast.other.name not in page.content.decode()


def test_who_is_not_signed_in_comes_back_to_the_same_place(cast: Cast, client) -> None:  # type: ignore[no-untyped-def]
    answer = client.get(f"/{cast.park.slug}/portal/ask/?for={cast.chenxi.pk}")

    assert answer["Location"].endswith(f"portal/ask/%3Ffor%3D{cast.chenxi.pk}")


def test_the_word_file_carries_the_code_and_the_same_link(cast: Cast) -> None:
    page = signed_in(cast.linyue).get(
        f"/{cast.park.slug}/enterprises/{cast.chenxi.pk}/poster/word/", {"place": "东门\x0b"}
    )

    document = Document(io.BytesIO(page.content))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert "扫一扫，提诉求" in lines
    assert f"{cast.chenxi.name} · 东门" in lines
    assert any(f"for={cast.chenxi.pk}" in line for line in lines)
    assert len(document.inline_shapes) == 1
    assert ".docx" in page["Content-Disposition"]


def test_an_enterprise_takes_no_poster_of_the_office(cast: Cast) -> None:
    address = f"/{cast.park.slug}/enterprises/{cast.other.pk}/poster/word/"

    assert signed_in(cast.chenlan).get(address).status_code == 403
