"""Refusals about people: one class per anticipated "no", each with its sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qianjin.units.refusals import BadInput, NotAllowed, WrongState


class MayNotInvite(NotAllowed):
    sentence = _("You may not invite people in this role.")


class MayNotEnterAbsence(NotAllowed):
    sentence = _("You may enter absences for yourself or for your own section only.")


class MayNotChangePeople(NotAllowed):
    sentence = _("Only those who invite people may change their roles.")


class BadAbsence(BadInput):
    sentence = _("Please check the absence.")


class BadPerson(BadInput):
    sentence = _("Please check the details of the person.")


class BadRole(BadInput):
    sentence = _("Please check the role.")


class LastAdministrator(WrongState):
    sentence = _("A park needs at least one administrator.")


class HasEnded(WrongState):
    sentence = _("This role has already ended.")


class InvitationSettled(WrongState):
    sentence = _("This invitation has already been taken up.")


class AbsenceOver(WrongState):
    sentence = _("This absence is already over.")


class BadToken(BadInput):
    sentence = _("The token was not made.")
