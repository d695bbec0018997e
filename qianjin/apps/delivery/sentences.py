"""Notices and reasons of delivery, worded when they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

if TYPE_CHECKING:
    from .planning.results import Breach

NOTICES = {
    "delivery.given": gettext_lazy("%(by)s has put the plan “%(name)s” into your care."),
    "delivery.step_given": gettext_lazy("%(by)s has given you “%(name)s” of “%(plan)s”."),
    "delivery.letter": gettext_lazy(
        "Letter %(number)s from the park: %(subject)s. Answer by %(due)s."
    ),
    "delivery.chased": gettext_lazy("The park asks again: %(number)s %(subject)s, due on %(due)s."),
    "delivery.letter_soon": gettext_lazy(
        "Letter %(number)s to %(unit)s is due on %(due)s: %(subject)s."
    ),
    "delivery.letter_late": gettext_lazy(
        "Letter %(number)s to %(unit)s is overdue since %(due)s: %(subject)s."
    ),
    "delivery.steps_soon": gettext_lazy("Nearly due in “%(plan)s”: %(names)s (%(count)s in all)."),
    "delivery.steps_late": gettext_lazy("Late in “%(plan)s”: %(names)s (%(count)s in all)."),
    "delivery.answered": gettext_lazy("%(unit)s has answered %(number)s: %(subject)s."),
}


def breach_sentence(one: Breach) -> str:
    """What a date breaks, in words: the rule, where it is written, the first day that keeps it."""
    day = date_format(one.day, "Y-m-d") if one.day else ""
    law = f"（{one.law}）" if one.law else ""
    other = one.other.name if one.other is not None else ""
    if one.code in ("order", "by_order", "within") and other:
        if one.code == "within":
            told = _("Not later than %(day)s, counted from “%(other)s”.")
        elif one.other is not None and one.other.done_on is None:
            told = _("“%(other)s” must be done first; by the plan it is on %(day)s.")
        else:
            told = _("Not before “%(other)s”: on %(day)s at the earliest.")
    elif one.code == "floor":
        told = _("The period of notice is not over before %(day)s.")
    elif one.code == "ceiling":
        told = _("It must end by %(day)s.")
    elif one.code == "gate":
        told = _("Pre-reviews may begin with “%(other)s”, on %(day)s.")
    elif one.code == "issued_early":
        told = _("Its pre-review is not done before %(day)s.")
    elif one.code in ("rest_day", "by_calendar"):
        told = _("This is not a working day; the next one is %(day)s.")
    elif one.code == "by_law":
        told = _("A period set by law forbids this day; the first possible is %(day)s.")
    elif one.code == "over_limit":
        days = ngettext("%(days)d day", "%(days)d days", one.amount) % {"days": one.amount}
        return _("The law allows %(days)s at most.") % {"days": days} + law
    elif one.code == "overload":
        told = _("More than can be carried at once, on %(day)s.")
    else:
        told = _("The first possible day is %(day)s.")
    return told % {"day": day, "other": other} + law
