"""政策兑现拒绝 Why an act on a scheme or a claim was not done."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qianjin.units.refusals import BadInput, Conflict, NotAllowed, WrongState


class MayNotKeepSchemes(NotAllowed):
    sentence = _("You may not enter or change support schemes.")


class MayNotHandle(NotAllowed):
    sentence = _("This enterprise is not in your care, so its claims are not yours to carry on.")


class MayNotFile(NotAllowed):
    sentence = _("You may claim for your own enterprise only.")


class MayNotExport(NotAllowed):
    sentence = _("You may not take schemes and claims out.")


class NotInForce(WrongState):
    sentence = _("This scheme is not in force today.")


class WindowShut(WrongState):
    sentence = _("Applications are taken from %(opens)s until %(closes)s only.")


class NotNow(WrongState):
    sentence = _("The claim stands at “%(state)s”; this can not be done there.")


class ChangedSince(Conflict):
    sentence = _("Somebody else has changed this scheme since you opened it.")


class BadScheme(BadInput):
    sentence = _("Please check what you have entered.")


class BadClaim(BadInput):
    sentence = _("Please check what you have entered.")


class BadTable(BadInput):
    """``problems`` names row, column and what is wrong, for a person to mend."""

    sentence = _("Nothing was taken over; please mend the rows named and send the table again.")
