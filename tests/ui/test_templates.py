"""What no template of the whole repository may hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "qianjin"
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))

RULES = {
    "a style attribute": re.compile(r"<[^<>]*\sstyle\s*="),
    "an event attribute": re.compile(r"""<[^<>]*\son[a-z]+\s*=\s*["']""", re.IGNORECASE),
    "an hx-on attribute": re.compile(r"<[^<>]*\shx-on"),
    "evaluated JavaScript": re.compile(r"""hx-(?:vals|headers)\s*=\s*["'](?:js|javascript):"""),
    "a script in the page": re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")"),
    "a style element": re.compile(r"<style"),
    "unescaped attributes": re.compile(r"{{\s*attrs\s*}}"),
    "a javascript: address": re.compile(r"""=\s*["']\s*javascript:"""),
    "an outside address": re.compile(r"""(?:src|href)\s*=\s*["'](?:https?:)?//"""),
}


def without_template_comments(source: str) -> str:
    source = re.sub(r"{% comment.*?%}.*?{% endcomment %}", "", source, flags=re.DOTALL)
    return re.sub(r"{#.*?#}", "", source)


@pytest.mark.parametrize("rule", RULES)
def test_no_template_holds(rule: str) -> None:
    found = [
        str(path.relative_to(PACKAGE))
        for path in TEMPLATES
        if RULES[rule].search(without_template_comments(path.read_text("utf-8")))
    ]

    assert not found, f"{rule} in {found}"


@pytest.mark.parametrize(
    ("rule", "bad"),
    [
        ("a style attribute", '<p class="a" style="color:red">'),
        ("an event attribute", '<a onclick="go()">'),
        ("an hx-on attribute", '<a hx-on:click="go()">'),
        ("evaluated JavaScript", "<a hx-vals='js:{a: 1}'>"),
        ("a script in the page", "<script>go()</script>"),
        ("unescaped attributes", "<p {{ attrs }}>"),
        ("an outside address", '<img src="https://example.org/a.png">'),
    ],
)
def test_the_rule_catches_what_it_is_for(rule: str, bad: str) -> None:
    assert RULES[rule].search(bad)


def test_every_form_that_posts_carries_its_token() -> None:
    forms = re.compile(r'<form[^>]*method="post"[^>]*>(.*?)</form>', re.DOTALL | re.IGNORECASE)
    without = [
        str(path.relative_to(PACKAGE))
        for path in TEMPLATES
        for body in forms.findall(path.read_text("utf-8"))
        if "{% csrf_token %}" not in body
    ]

    assert not without
