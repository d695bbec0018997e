"""Notices about projects, worded when they are read. Placeholders come from ``Notice.params``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NOTICES = {
    "investment.given": _("%(by)s has put “%(name)s” into your care."),
    "investment.step": _("%(name)s: %(step)s, on %(on)s. (%(by)s)"),
    "investment.moved": _("%(by)s has brought “%(name)s” to “%(stage)s”."),
    "investment.opinion": _("Your bureau's opinion on “%(name)s” is due on %(due)s."),
    "investment.answered": _("%(unit)s on “%(name)s”: %(verdict)s."),
    "investment.decided": _("Admission review of “%(name)s”: %(state)s."),
    "investment.signed": _("“%(name)s” was signed on %(on)s. (%(by)s)"),
    "investment.handed": _("%(count)s projects went from %(giver)s to %(taker)s. (%(by)s)"),
    "investment.lost": _("%(by)s has entered “%(name)s” as lost."),
}
