"""句子 What people are told of changes of boundaries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NOTICES = {
    "land.proposed": _("%(who)s proposes a change of boundaries for your review: %(numbers)s"),
    "land.approved": _("%(who)s has approved your change of boundaries: %(numbers)s"),
    "land.rejected": _("%(who)s has rejected your change of boundaries: %(numbers)s"),
}
"""Kind of notice -> its sentence, filled from the notice's parameters when it is read."""
