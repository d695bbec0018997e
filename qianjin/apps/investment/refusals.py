"""招商拒绝 Why an act on a project was not done."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qianjin.units.refusals import BadInput, Conflict, NotAllowed, WrongState


class MayNotKeepProject(NotAllowed):
    sentence = _("This project is not in your care.")


class MayNotAddProject(NotAllowed):
    sentence = _("You may not enter leads and projects.")


class MayNotSetStages(NotAllowed):
    sentence = _("You may not change pipelines and stages.")


class MayNotTakeOut(NotAllowed):
    sentence = _("You may not take projects out.")


class TooManyRows(WrongState):
    sentence = _("More than %(most)s lines; narrow the filters, then take them out.")


class AlreadyThere(WrongState):
    sentence = _("The project stands at “%(stage)s” already.")


class SignedOnly(WrongState):
    sentence = _("A project comes to “%(stage)s” by being signed: use the page of the signing.")


class StageInUse(WrongState):
    sentence = _("Projects stand at this stage; move them first.")


class ProjectLost(WrongState):
    sentence = _("This project is lost; take it up again first.")


class ChangedSince(Conflict):
    sentence = _("Somebody else has changed this project since you opened it.")


class BadProject(BadInput):
    sentence = _("Please check what you have entered.")


class BadTouch(BadInput):
    sentence = _("Please check what you have entered.")


class BadStage(BadInput):
    sentence = _("Please check what you have entered.")


class BadTalk(BadInput):
    sentence = _("Please check what you have entered.")


class RoundHeld(WrongState):
    sentence = _("This round was held; it stays.")


class BadPlan(BadInput):
    sentence = _("Please check what you have entered.")


class PlanOver(WrongState):
    sentence = _("This is over; it stays as it was.")


class BadReview(BadInput):
    sentence = _("Please check what you have entered.")


class ReviewOpen(WrongState):
    sentence = _("A review of this project is open already.")


class ReviewOver(WrongState):
    sentence = _("This review is decided.")


class NoCriteria(WrongState):
    sentence = _("The park has no criteria yet; an administrator enters them first.")


class MayNotGiveOpinion(NotAllowed):
    sentence = _("This opinion is another bureau's to give.")


class BadCommitment(BadInput):
    sentence = _("Please check what you have entered.")


class NotSigned(WrongState):
    sentence = _("This project is not signed.")


class AlreadySigned(WrongState):
    sentence = _("This project is signed already.")


class NotAdmitted(WrongState):
    sentence = _("The admission review of this project is still open, or it was not admitted.")


class MovedOn(WrongState):
    sentence = _("The project has moved on since it was signed; its signing stays.")


class BadHandOver(BadInput):
    sentence = _("Please check what you have entered.")


class HandedOn(WrongState):
    sentence = _("Some of these projects are in other hands by now; the handover stays.")


class BadTable(BadInput):
    """``problems`` names row, column and what is wrong, for a person to mend."""

    sentence = _("Nothing was taken over; please mend the rows named and send the table again.")
