"""Notices of the desk, worded when they are read. Placeholders come from ``Notice.params``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NOTICES = {
    "desk.raised": _("%(enterprise)s asks: %(title)s"),
    "desk.assigned": _("You are to handle %(number)s: %(title)s"),
    "desk.accepted": _("Your request %(number)s was accepted by %(name)s."),
    "desk.contacted": _("%(name)s got in touch about %(number)s."),
    "desk.plan": _("There is a plan for your request %(number)s."),
    "desk.reply": _("There is a reply to your request %(number)s."),
    "desk.asked": _("Material is needed for your request %(number)s: %(words)s"),
    "desk.supplied": _("%(enterprise)s sent material for %(number)s."),
    "desk.message": _("A new message in %(number)s: %(words)s"),
    "desk.resolved": _("Your request %(number)s was resolved. Please rate it."),
    "desk.long_case": _("Your request %(number)s takes longer. Next milestone: %(words)s"),
    "desk.interim": _("An interim answer to your request %(number)s."),
    "desk.rated": _("%(enterprise)s rated %(number)s with %(score)s of 5."),
    "desk.rated_low": _("%(enterprise)s is not content: %(number)s was rated %(score)s of 5."),
    "desk.reopened": _("%(enterprise)s reopened %(number)s: %(words)s"),
    "desk.thanked": _("%(enterprise)s says thank you for %(number)s."),
    "desk.withdrawn": _("%(enterprise)s withdrew %(number)s."),
    "desk.yellow_officer": _("%(number)s is due soon: %(title)s"),
    "desk.red_officer": _("%(number)s is late: %(title)s"),
    "desk.red_head": _("%(number)s in your section is late: %(title)s"),
    "desk.red_director": _("%(number)s has been late for a working day: %(title)s"),
    "desk.recomputed": _("The due times of %(number)s moved because the calendar changed."),
    "desk.shared": _("%(unit)s is asked to help with %(number)s: %(words)s"),
    "desk.part_done": _("%(unit)s answered for its part of %(number)s: %(words)s"),
    "desk.part_yellow": _("The part of %(unit)s in %(number)s is due soon: %(title)s"),
    "desk.part_red": _("The part of %(unit)s in %(number)s is late: %(title)s"),
    "desk.part_dropped": _("The part of %(unit)s in %(number)s is no longer needed."),
    "desk.returned": _("%(unit)s returns %(number)s: %(words)s"),
    "desk.return_granted": _("The return of %(number)s was granted: %(title)s"),
    "desk.return_refused": _("The return of %(number)s was refused; it stays with %(unit)s."),
    "desk.more_time": _("%(unit)s asks for more time for %(number)s, until %(day)s: %(words)s"),
    "desk.extended": _("Your request %(number)s gets more time, until %(day)s: %(words)s"),
    "desk.extension_granted": _("More time was granted for %(number)s, until %(day)s."),
    "desk.extension_refused": _("No more time was granted for %(number)s."),
    "desk.urged": _("%(name)s urges you on with %(number)s: %(words)s"),
    "desk.supervised": _("%(name)s has taken %(number)s under supervision: %(words)s"),
    "desk.told": _("On your request %(number)s: %(words)s"),
    "desk.concerned": _("This may concern you too: %(title)s. %(words)s"),
    "desk.digest": _(
        "This evening: %(late)s late, %(soon)s due soon, %(open)s open, %(done)s resolved today."
    ),
}
