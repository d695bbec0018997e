"""What a robot says of each event. Placeholders come from ``Delivery.params``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NOTICES = {
    "channels.rule": _("%(number)s %(title)s (%(enterprise)s), told by the rule “%(rule)s”"),
}

SENTENCES = {
    "raised": _("New: %(enterprise)s asks: %(title)s (%(number)s)"),
    "accepted": _("Accepted: %(number)s %(title)s (%(enterprise)s)"),
    "replied": _("Replied: %(number)s %(title)s (%(enterprise)s)"),
    "resolved": _("Resolved: %(number)s %(title)s (%(enterprise)s)"),
    "due_soon": _("Due soon: %(number)s %(title)s (%(enterprise)s)"),
    "late": _("Late: %(number)s %(title)s (%(enterprise)s)"),
    "very_late": _("Late by a working day: %(number)s %(title)s (%(enterprise)s)"),
    "rated_low": _("Not content: %(enterprise)s rated %(number)s %(title)s with %(score)s of 5"),
    "reopened": _("Reopened: %(number)s %(title)s (%(enterprise)s)"),
    "long_case": _("Long case: %(number)s %(title)s (%(enterprise)s)"),
    "withdrawn": _("Withdrawn: %(number)s %(title)s (%(enterprise)s)"),
    "thanked": _("Thank you: %(enterprise)s for %(number)s %(title)s"),
    "signed": _("Signed: %(name)s, %(amount)s (%(number)s)"),
    "test": _("This group receives messages from %(park)s. Nothing needs to be done."),
}
