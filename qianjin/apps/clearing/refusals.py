"""征地与选址拒绝 Why an act of acquisition, listing or site search was not done."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qianjin.units.refusals import BadInput, Conflict, NotAllowed, WrongState


class MayNotClear(NotAllowed):
    sentence = _("You may not carry on acquisition and listing here.")


class MayNotPay(NotAllowed):
    sentence = _("Money is entered by the office.")


class MayNotSetSteps(NotAllowed):
    sentence = _("You may not change the steps and periods.")


class MayNotSearch(NotAllowed):
    sentence = _("You may not enter needs of land.")


class AlreadyOpen(WrongState):
    sentence = _("This parcel is being acquired already.")


class NotToAcquire(WrongState):
    sentence = _("This parcel need not be acquired any more.")


class NotUnderWay(WrongState):
    sentence = _("This acquisition is not under way any more.")


class NotBeforePaid(WrongState):
    sentence = _(
        "Nobody vacates before compensation is paid in full (Zhejiang Land Regulation, art. 47):"
        " %(paid)s of %(due)s is paid in %(village)s."
    )


class NotBeforeDone(WrongState):
    sentence = _("“%(step)s” cannot be entered before “%(before)s” is done.")


class TooShort(WrongState):
    sentence = _(
        "“%(step)s” lasts at least %(days)s, until %(until)s. Basis: %(law)s. Enter it as done from"
        " that day on."
    )


class NoHearingDue(WrongState):
    sentence = _(
        "A hearing is called for when more than half of the members of a village hold the plan to"
        " be unlawful; here it is %(members)s of %(all)s."
    )


class AlreadySettled(WrongState):
    sentence = _("This objection has been settled already.")


class ListingThere(WrongState):
    sentence = _("A listing of this parcel is being prepared already.")


class NotInThisState(WrongState):
    sentence = _("The listing is not at this point; look at it again.")


class NotClear(WrongState):
    sentence = _("Only cleared land is listed: “%(step)s” is not done yet.")


class NoConditions(WrongState):
    sentence = _(
        "Without planning conditions no land is granted (Urban and Rural Planning Law, art. 38)."
    )


class PapersMissing(WrongState):
    sentence = _("The dossier is not complete yet; still missing: %(names)s.")


class TooSoon(WrongState):
    sentence = _("By the law this can be done from %(day)s on.")


class ChangedMeanwhile(Conflict):
    sentence = _("Somebody else has changed this meanwhile. Please look at it again.")


class StillSearching(WrongState):
    sentence = _("This search is still under way.")


class NeedClosed(WrongState):
    sentence = _("This need is not open any more.")


class NotTogether(WrongState):
    sentence = _(
        "In %(village)s households have vacated one of the parcels, while those of another are not"
        " paid in full: the acquisitions can become one once they are."
    )


class BadEntry(BadInput):
    sentence = _("Please check what you have entered.")
