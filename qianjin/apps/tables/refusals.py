"""导入拒绝 Why an act on an uploaded table was not done."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qianjin.units.refusals import BadInput, NotAllowed, WrongState


class BadTable(BadInput):
    sentence = _("The table was not taken over.")


class NotYourTable(NotAllowed):
    sentence = _("This table is in a colleague's care.")


class BookMoved(WrongState):
    sentence = _(
        "What these rows would change has itself been changed meanwhile; please look at them again."
    )


class NotInPreview(WrongState):
    sentence = _("This table has already been dealt with.")


class NotTakenOver(WrongState):
    sentence = _("Only a table that was taken over can be undone.")


class BuiltUpon(WrongState):
    """``names`` lists the rows concerned."""

    sentence = _("The import cannot be undone as one, because work has been built on: %(names)s")
