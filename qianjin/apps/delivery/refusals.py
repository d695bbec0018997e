"""拿地即开工拒绝 Why an act on a plan, a step, a letter or the network was not done."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qianjin.units.refusals import BadInput, Conflict, NotAllowed, WrongState


class MayNotKeepPlan(NotAllowed):
    sentence = _("This plan is not in your care.")


class MayNotSetNetwork(NotAllowed):
    sentence = _("You may not change the network of steps.")


class MayNotAnswer(NotAllowed):
    sentence = _("This letter went to another unit.")


class MayNotTakeOut(NotAllowed):
    sentence = _("You may not take plans out.")


class NotActive(WrongState):
    sentence = _("This plan is not under way any more.")


class StillPlanning(WrongState):
    sentence = _("The plans are being worked out already.")


class NothingNew(WrongState):
    sentence = _("The plan stands on this version of the network already.")


class LetterGone(WrongState):
    sentence = _("This letter has left already.")


class LetterNotOut(WrongState):
    sentence = _("This letter is not on its way.")


class ChangedSince(Conflict):
    sentence = _("Somebody else has changed this since you opened it.")


class NetworkLoop(BadInput):
    sentence = _("These steps would wait for each other in a circle: %(loop)s")


class AgainstTheLaw(BadInput):
    """``problems`` name the rule, the first day that keeps it and where it is written."""

    sentence = _("This date is not possible.")


class BadEntry(BadInput):
    sentence = _("Please check what you have entered.")
