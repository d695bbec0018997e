"""Notices of special actions, worded when they are read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NOTICES = {
    "drives.told": _("The park asks until %(due_on)s: %(name)s. %(words)s"),
}
