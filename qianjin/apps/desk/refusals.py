"""The desk's refusals: one class per anticipated "no", each with its sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qianjin.units.refusals import BadInput, Conflict, NotAllowed, WrongState


class MayNotRaise(NotAllowed):
    sentence = _("You may raise requests for your own enterprise only.")


class MayNotTriage(NotAllowed):
    sentence = _("You may not sort and assign this request.")


class MayNotHandle(NotAllowed):
    sentence = _("This request is not in your hands.")


class MayNotNote(NotAllowed):
    sentence = _("You may not write internal notes on this request.")


class MayNotSpeak(NotAllowed):
    sentence = _("Only the enterprise that raised this request may do this.")


class MayNotExport(NotAllowed):
    sentence = _("You may not take lists of requests out.")


class MayNotScore(NotAllowed):
    sentence = _("You may not see the scores of the park.")


class MayNotPublish(NotAllowed):
    sentence = _("Only the park administrator may open the public page of scores.")


class MayNotSetPromises(NotAllowed):
    sentence = _("Only the park administrator may change promises.")


class MayNotHelp(NotAllowed):
    sentence = _("This part is not in your hands.")


class NoLeadYet(WrongState):
    sentence = _("Name a lead unit first; others can then be asked to help.")


class PartSettled(WrongState):
    sentence = _("This part has already been answered, returned or dropped.")


class PartTaken(WrongState):
    sentence = _("This part has already been taken.")


class MayNotRule(NotAllowed):
    sentence = _("Ruling on this is not up to you.")


class TooLateToReturn(WrongState):
    sentence = _("It could be returned until %(until)s; now it stays with its unit.")


class ReturnWaits(WrongState):
    sentence = _("It has been returned already; the dispatcher rules on it.")


class RefusedBefore(WrongState):
    sentence = _("It was returned for this reason before, and the dispatcher refused: it stays.")


class MayNotChase(NotAllowed):
    sentence = _("Chasing this request is not up to you.")


class NothingToExtend(WrongState):
    sentence = _("No promise to resolve is running that could be given more time.")


class TooLateToExtend(WrongState):
    sentence = _("More time must be asked for a working day before it is due (by %(until)s).")


class ExtensionWaits(WrongState):
    sentence = _("More time has been asked for already; the head rules on it.")


class OwnExtension(WrongState):
    sentence = _("You asked for this yourself; somebody else must rule on it.")


class NothingToChase(WrongState):
    sentence = _("No clock is running, so there is nothing to chase.")


class MayNotGroup(NotAllowed):
    sentence = _("Grouping requests under a common cause is for those who dispatch.")


class AlreadyInCause(WrongState):
    sentence = _("%(number)s belongs to a common cause already.")


class CauseAnswered(WrongState):
    sentence = _("This common cause has had its answer.")


class MayNotLink(NotAllowed):
    sentence = _("Linking these requests is for those who work on both.")


class AlreadyLinked(WrongState):
    sentence = _("%(number)s is linked to this request already.")


class WaitsForItself(WrongState):
    sentence = _("%(number)s has to wait for this request already; it cannot come before it too.")


class StillInHands(WrongState):
    sentence = _(
        "Others are still at %(number)s: settle its open parts, returns and extensions first."
    )


class NotLoose(WrongState):
    sentence = _("What was split cannot be undone; merge the two requests instead.")


class MayNotFollowUp(NotAllowed):
    sentence = _("Asking enterprises again afterwards is not up to you.")


class AlreadyFollowedUp(WrongState):
    sentence = _("This has been asked already, or the request is open again.")


class AlreadyRuled(WrongState):
    sentence = _("This has been ruled on already.")


class AlreadyAccepted(WrongState):
    sentence = _("This request has already been accepted.")


class NotOpen(WrongState):
    sentence = _("This request is no longer open.")


class NotWaiting(WrongState):
    sentence = _("No material is being waited for.")


class AlreadyWaiting(WrongState):
    sentence = _("Material has already been asked for; the clock is paused.")


class NotResolved(WrongState):
    sentence = _("This request has not been resolved yet.")


class AlreadyRated(WrongState):
    sentence = _("This answer has already been rated.")


class TooLateToReopen(WrongState):
    sentence = _("This request was resolved more than %(days)s days ago. Please raise a new one.")


class NotYetArchivable(WrongState):
    sentence = _(
        "It can be archived when the enterprise has rated it 3 or better, or a fortnight after it"
        " was resolved."
    )


class NotALongCase(WrongState):
    sentence = _("This request is not a long case.")


class ChangedMeanwhile(Conflict):
    """``changes`` lists what the other person did; ``version`` is the one to build on."""

    sentence = _("Somebody else has changed this request meanwhile.")


class BadRequest(BadInput):
    sentence = _("Please check what you have entered.")
