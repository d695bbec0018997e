"""Notices about prospects, worded when they are read. Placeholders come from ``Notice.params``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NOTICES = {
    "prospects.handed_over": _(
        "%(name)s's book is in your care now: %(contacts)s contacts, %(organisations)s firms."
    ),
    "prospects.expiring": _(
        "The time for which %(count)s of your contacts may be kept runs out within a month."
    ),
}
