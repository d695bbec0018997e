"""Notices about projects, worded when they are read. Placeholders come from ``Notice.params``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NOTICES = {
    "investment.given": _("%(by)s has put “%(name)s” into your care."),
    "investment.step": _("%(name)s: %(step)s, on %(on)s. (%(by)s)"),
    "investment.moved": _("%(by)s has brought “%(name)s” to “%(stage)s”."),
    "investment.lost": _("%(by)s has entered “%(name)s” as lost."),
}
