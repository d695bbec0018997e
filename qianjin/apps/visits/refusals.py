"""Refusals of the visits: one class per anticipated "no", each with its sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qianjin.units.refusals import BadInput, Conflict, NotAllowed, WrongState


class MayNotRecord(NotAllowed):
    sentence = _("You may not record visits here.")


class NotYourRound(NotAllowed):
    sentence = _("This round is another officer's.")


class NotYourVisit(NotAllowed):
    sentence = _("This record belongs to whoever made the visit.")


class MayNotPlan(NotAllowed):
    sentence = _("You may plan your own rounds only.")


class MayNotSetRules(NotAllowed):
    sentence = _("You may not change the rules of visits.")


class MayNotPlace(NotAllowed):
    sentence = _("Only who looks after this enterprise may put it on the map.")


class MayNotTakeOut(NotAllowed):
    sentence = _("You may not take this list out.")


class NotReady(WrongState):
    sentence = _("This plan is not a proposal any more; look at it again.")


class StillWorking(WrongState):
    sentence = _("This plan is still being worked out.")


class NotPlanned(WrongState):
    sentence = _("This round has already begun, or was called off.")


class NotUnderWay(WrongState):
    sentence = _("This round is not under way.")


class StopSettled(WrongState):
    sentence = _("This stop has already been dealt with.")


class RoundCalledOff(WrongState):
    sentence = _(
        "This round was called off meanwhile. Send the record as a visit of its own, without the"
        " round."
    )


class SomebodyElse(WrongState):
    sentence = _("Somebody else is signed in here; records are sent by whoever wrote them.")


class AlreadyRequested(WrongState):
    sentence = _("This finding has already become a request.")


class CorrectedMeanwhile(Conflict):
    sentence = _("Somebody has corrected this record meanwhile; look at it again.")


class NoFeed(WrongState):
    sentence = _("There is no calendar address to take back.")


class BadRule(BadInput):
    sentence = _("Please check the rule.")


class BadPlace(BadInput):
    sentence = _("Please check the place.")


class BadPlan(BadInput):
    sentence = _("Please check what is to be planned.")


class BadVisit(BadInput):
    sentence = _("Please check what you have entered.")


class BadPiece(BadInput):
    sentence = _("Please check what you have entered.")


class BadMatrix(BadInput):
    sentence = _("Please check the table of ways.")
