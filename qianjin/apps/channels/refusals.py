"""The channels' refusals: one class per anticipated "no", each with its sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qianjin.units.refusals import BadInput, NotAllowed, WrongState


class MayNotSetChannels(NotAllowed):
    sentence = _("Only the park administrator may set up channels.")


class BadRobot(BadInput):
    sentence = _("Please check the robot.")


class BadRule(BadInput):
    sentence = _("Please check the rule.")


class BadMailbox(BadInput):
    sentence = _("Please check the mailbox.")


class MayNotDecide(NotAllowed):
    sentence = _("Only who sorts the requests of the whole park decides on letters.")


class AlreadyDecided(WrongState):
    sentence = _("This letter has been decided on already.")


class NotDelivered(WrongState):
    """``reason`` is what the other side, or the guard, said."""

    sentence = _("The message was not delivered: %(reason)s")
