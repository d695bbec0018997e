"""Pieces of pages that are kept: the same words, the right holes, bounded room."""

from __future__ import annotations

import re

import pytest
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils.translation import override
from django_cotton.compiler_regex import CottonCompiler

from qianjin.ui import keeping
from qianjin.ui.keeping import Shelf


class Counted:
    """A value that counts how often it is asked for its word."""

    def __init__(self, word: str) -> None:
        self.word, self.asked = word, 0

    def __str__(self) -> str:
        self.asked += 1
        return self.word


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "shelf", Shelf(room=10_000))
    monkeypatch.setattr(keeping, "check_each_use", False)


def test_a_piece_is_drawn_once_for_one_key_and_again_for_another() -> None:
    template = Template("{% kept key %}<b>{{ word }}</b>{% endkept %}")
    word = Counted("园区")
    for key in (1, 1, 2, 1):
        assert template.render(Context({"key": key, "word": word})) == "<b>园区</b>"
    assert word.asked == 2


def test_lists_and_dicts_of_the_same_values_are_the_same_key() -> None:
    template = Template("{% kept key %}{{ word }}{% endkept %}")
    word = Counted("同")
    for _turn in range(2):
        template.render(Context({"key": [{"a": [1, 2]}], "word": word}))
    assert word.asked == 1


def test_each_language_has_its_own_piece() -> None:
    template = Template("{% load i18n %}{% kept %}{% translate 'Close' %}{% endkept %}")
    said = []
    for language in ("zh-hans", "en", "zh-hans"):
        with override(language):
            said.append(template.render(Context()))
    assert said == ["关闭", "Close", "关闭"]


def test_token_and_address_are_those_of_the_page_that_shows_the_piece() -> None:
    source = "{% kept %}<c-ui.language-switch />{% csrf_token %}{% endkept %}"
    template = Template(CottonCompiler().process(source))
    pages = [
        template.render(RequestContext(RequestFactory().get(address)))
        for address in ("/a/?x=1&y=2", "/b/")
    ]
    tokens = [re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page) for page in pages]
    assert [len(found) for found in tokens] == [2, 2]
    assert tokens[0][0] == tokens[0][1] != tokens[1][0] == tokens[1][1]
    assert 'value="/a/?x=1&amp;y=2"' in pages[0]
    assert 'value="/b/"' in pages[1]
    assert "\ue000" not in "".join(pages)


def test_the_context_is_the_same_after_a_piece_was_drawn() -> None:
    context = RequestContext(RequestFactory().get("/a/"))
    Template("{% kept %}{% csrf_token %}{% endkept %}{{ here }}").render(context)
    assert keeping.HOLES["csrf_token"] not in str(context.flatten())


def test_a_piece_that_reads_more_than_its_key_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keeping, "check_each_use", True)
    template = Template("{% kept key %}{{ word }}{% endkept %}")
    template.render(Context({"key": 1, "word": "a"}))
    with pytest.raises(AssertionError, match="reads more than its key says"):
        template.render(Context({"key": 1, "word": "b"}))


def test_what_was_unused_longest_leaves_when_there_is_no_room() -> None:
    shelf = Shelf(room=100)
    for key in range(12):
        shelf.keep(key, "x" * 10)
        shelf.find(0)
    assert shelf.find(0) is not None
    assert shelf.find(1) is None
    assert len(shelf) == 10
    shelf.keep("too long", "x" * 11)
    assert shelf.find("too long") is None


def test_what_a_function_gave_is_kept_for_each_language() -> None:
    asked = []

    @keeping.kept_calls(most=4)
    def word(value: str) -> str:
        asked.append(value)
        return value

    for language in ("zh-hans", "en", "en", "zh-hans"):
        with override(language):
            assert word("园") == "园"
    assert asked == ["园", "园"]


def test_a_function_that_reads_the_clock_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "check_each_use", True)
    ticks = iter(range(9))
    told = keeping.kept_calls(most=4)(lambda: next(ticks))
    with pytest.raises(AssertionError, match="reads more than what it is given"):
        told()
