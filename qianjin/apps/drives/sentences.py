"""Notices of special actions, worded when they are read; and the reasons of an allotment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext

NOTICES: dict[str, Any] = {
    "drives.told": gettext_lazy("The park asks until %(due_on)s: %(name)s. %(words)s"),
    "drives.due": gettext_lazy("Please answer until %(due_on)s: %(name)s."),
    "drives.unclear": gettext_lazy("Please complete your answer to “%(name)s”: %(why)s"),
    "drives.given": gettext_lazy("“%(name)s”: you have been given %(what)s."),
    "drives.assigned": gettext_lazy(
        "“%(name)s”, until %(due_on)s: enterprises given to you to see to: %(count)s."
    ),
    "drives.open": gettext_lazy(
        "“%(name)s” is due on %(due_on)s; of your enterprises still open: %(count)s."
    ),
    "drives.late": gettext_lazy(
        "“%(name)s” was due on %(due_on)s; of your enterprises still open: %(count)s."
    ),
}

_REASONS: dict[str, Any] = {
    "held": ngettext_lazy("%(n)d held before", "%(n)d held before", "n"),
    "whole": ngettext_lazy("%(n)d given, all that was wanted", "%(n)d given, all wanted", "n"),
    "evenly": ngettext_lazy(
        "%(n)d given, the equal share of its class",
        "%(n)d given, the equal share of its class",
        "n",
    ),
    "in_turn": ngettext_lazy(
        "%(n)d given, then nothing was left", "%(n)d given, then nothing was left", "n"
    ),
    "by_hand": ngettext_lazy("%(n)d given by hand", "%(n)d given by hand", "n"),
    "gave_back": ngettext_lazy("%(n)d given back", "%(n)d given back", "n"),
    "does_not_fit": ngettext_lazy(
        "the %(n)d left is less than it needs", "the %(n)d left are fewer than it needs", "n"
    ),
    "waiting": ngettext_lazy("place %(n)d in the queue", "place %(n)d in the queue", "n"),
    "class_before": gettext_lazy("a class before it was served first"),
    "no_such_day": gettext_lazy("there is none on the only day of use"),
}


def reason(code: str, amount: int) -> str:
    """One reason of the rule as a clause."""
    words = _REASONS.get(code)
    if words is None:
        return ""
    return str(words % {"n": amount})


def reasons(found: Iterable[tuple[str, int]]) -> str:
    """All reasons of one claim in one line."""
    return pgettext("between reasons", ", ").join(
        filter(None, (reason(code, amount) for code, amount in found))
    )
