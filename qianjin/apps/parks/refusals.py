"""The park's refusals: one class per anticipated "no", each with its sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qianjin.units.refusals import BadInput, NotAllowed, WrongState


class MayNotEditPark(NotAllowed):
    sentence = _("Only the park administrator may change the park.")


class MayNotEditCalendar(NotAllowed):
    sentence = _("Only the park administrator may change calendars.")


class BadPark(BadInput):
    sentence = _("Please check the details of the park.")


class BadUnit(BadInput):
    sentence = _("Please check the unit.")


class UnitInUse(WrongState):
    """``names`` lists those who still serve there."""

    sentence = _("%(names)s still serve there; give them another unit first.")


class BadCalendar(BadInput):
    """The file of days cannot be used; ``fields`` names the rows."""

    sentence = _("The calendar file was not taken over.")


class BadOpening(BadInput):
    """Opening hours overlap or run backwards."""

    sentence = _("Please check the opening hours.")


class BadDay(BadInput):
    sentence = _("Please check the day.")


class BadTimeLimit(BadInput):
    sentence = _("This time limit cannot be counted.")


class BadFile(BadInput):
    sentence = _("A file was not accepted; nothing was sent.")
