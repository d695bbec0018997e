"""Notices about people, worded when they are read. Placeholders come from ``Notice.params``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NOTICES = {
    "absence.deputy": _("You stand in for %(name)s from %(from)s to %(until)s."),
    "absence.entered": _("%(name)s stands in for you from %(from)s to %(until)s."),
    "absence.ended": _("You no longer stand in for %(name)s."),
}
