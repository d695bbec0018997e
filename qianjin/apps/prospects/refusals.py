"""人脉拒绝 Why an act on prospects was not done."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qianjin.units.refusals import BadInput, Conflict, NotAllowed, WrongState


class MayNotEnter(NotAllowed):
    sentence = _("You may not enter prospects.")


class MayNotKeep(NotAllowed):
    sentence = _("This entry is in a colleague's care; ask them or the head of the section.")


class MayNotGiveAway(NotAllowed):
    sentence = _("Only heads may put an entry into another person's care.")


class MayNotReveal(NotAllowed):
    sentence = _("You may not read this number; ask the colleague who keeps the contact.")


class MergedAway(WrongState):
    sentence = _("This entry was merged into “%(name)s”; please go on there.")


class Anonymised(WrongState):
    sentence = _("The particulars of this person were deleted when their time had run out.")


class HasLanded(WrongState):
    sentence = _("“%(name)s” stands for another enterprise already.")


class ChangedSince(Conflict):
    sentence = _("Somebody else has changed this entry meanwhile.")


class BadOrganisation(BadInput):
    sentence = _("Please check the details of the firm.")


class BadContact(BadInput):
    sentence = _("Please check the details of the contact.")


class BadTie(BadInput):
    sentence = _("Please check who knows whom.")


class Settled(WrongState):
    sentence = _("Something was said of these two before.")


class BadMerge(BadInput):
    sentence = _("These two entries cannot be merged.")


class AlreadyUndone(WrongState):
    sentence = _("This has been undone already.")


class CannotUndoMerge(WrongState):
    sentence = _("“%(name)s” was itself merged into another entry; undo that merge first.")


class BadHandover(BadInput):
    sentence = _("Please check who hands over to whom.")


class MayNotHandOver(NotAllowed):
    sentence = _("Only heads hand a book over.")


class MayNotExport(NotAllowed):
    sentence = _("You may not take contacts out.")


class BadCampaign(BadInput):
    sentence = _("Please check the campaign.")


class BadResult(BadInput):
    sentence = _("Please check what came of it.")


class NotYourTarget(NotAllowed):
    sentence = _("Somebody else calls this firm; ask them or the head of the section.")


class CampaignClosed(WrongState):
    sentence = _("This campaign is closed.")
