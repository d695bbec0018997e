"""专项行动拒绝 Why an act of a special action was not done."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qianjin.units.refusals import BadInput, Conflict, NotAllowed, WrongState


class MayNotRun(NotAllowed):
    sentence = _("You may not start or change special actions.")


class MayNotAnswer(NotAllowed):
    sentence = _("You may not answer for this enterprise.")


class DriveFinished(WrongState):
    sentence = _("This special action is finished.")


class AlreadyTold(WrongState):
    sentence = _("Enterprises have been told; what they are asked no longer changes.")


class AlreadySettled(WrongState):
    sentence = _("The office has settled this; call your officer if something has changed.")


class NotYetTold(WrongState):
    sentence = _("This enterprise has not been told yet.")


class NothingLeft(WrongState):
    sentence = _("Of %(resource)s only %(left)s are left.")


class NotHeld(WrongState):
    sentence = _("This enterprise holds only %(held)s of it.")


class InUse(WrongState):
    sentence = _("Something of it has been allotted; take that back first.")


class ChangedMeanwhile(Conflict):
    sentence = _("Somebody else has changed this meanwhile. Please look at it again.")


class TooManyOpen(WrongState):
    sentence = _("%(open)s enterprises are still open; at most %(most)s requests are made at once.")


class NotInPreview(WrongState):
    sentence = _("This table has been dealt with already.")


class BadDrive(BadInput):
    sentence = _("Please check what you have entered.")
