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


class NotDelivered(WrongState):
    """``reason`` is what the other side, or the guard, said."""

    sentence = _("The message was not delivered: %(reason)s")
