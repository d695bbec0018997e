"""专项行动拒绝 Why an act of a special action was not done."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qianjin.units.refusals import BadInput, NotAllowed, WrongState


class MayNotRun(NotAllowed):
    sentence = _("You may not start or change special actions.")


class DriveFinished(WrongState):
    sentence = _("This special action is finished.")


class NothingLeft(WrongState):
    sentence = _("Of %(resource)s only %(left)s are left.")


class BadDrive(BadInput):
    sentence = _("Please check what you have entered.")
