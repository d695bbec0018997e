"""How the codes of engines and units are worded in this app."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianjin.units import industry

_LIKENESS: dict[str, Any] = {
    "same_code": gettext_lazy("the same credit code"),
    "same_key": gettext_lazy("the same name apart from place and legal form"),
    "one_character": gettext_lazy("one character differs: %(subject)s"),
    "heard_alike": gettext_lazy("written differently, pronounced alike: %(subject)s"),
    "contains": gettext_lazy("one name contains the other: %(subject)s"),
    "similar": gettext_lazy("many characters in common"),
    "code_differs": gettext_lazy("the credit codes differ"),
    "place_differs": gettext_lazy("the places differ: %(subject)s"),
    "branch": gettext_lazy("one may be a branch: %(subject)s"),
    "form_differs": gettext_lazy("only one of them is a group: %(subject)s"),
}
AGAINST = frozenset({"code_differs", "place_differs", "branch", "form_differs"})
"""Reasons that speak against two names meaning one firm."""


def likeness(code: str, subject: str) -> str:
    """Why two names may, or may not, mean one firm."""
    return str(_LIKENESS[code]) % {"subject": subject.replace("/", " / ")}


def all_likeness(reasons: Iterable[tuple[str, str]]) -> str:
    """Several reasons as one clause."""
    return _(", ").join(likeness(code, subject) for code, subject in reasons)


def industry_name(code: str) -> str:
    """What an industry is called; in English by the name of its division."""
    english = (translation.get_language() or "").startswith("en")
    return industry.name_en(code) if english else industry.name_zh(code)
