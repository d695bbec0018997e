"""地块拒绝 Why an act on the parcel book was not done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from qianjin.units.refusals import BadInput, Conflict, NotAllowed, WrongState


class MayNotKeepParcels(NotAllowed):
    sentence = _("You may not enter or change parcels.")


class MayNotApprove(NotAllowed):
    sentence = _("You may not approve boundaries.")


class OwnProposal(NotAllowed):
    sentence = _("You proposed this yourself; somebody else has to approve it.")


class MayNotSetRules(NotAllowed):
    sentence = _("You may not change the rules of the parcel book.")


class MayNotExportParcels(NotAllowed):
    sentence = _("You may not take parcels out.")


class ParcelClosed(WrongState):
    sentence = _("Parcel %(number)s has been replaced; it can not be changed any more.")


class ChangeSettled(WrongState):
    sentence = _("This change stands at “%(state)s”; this can not be done there.")


class SurveySettled(WrongState):
    sentence = _("This file has been proposed or dropped; this can not be done any more.")


class RemedySettled(WrongState):
    sentence = _("This case stands at “%(state)s”; this can not be done there.")


class ParcelChangedSince(Conflict):
    sentence = _("Somebody else has changed this parcel since you opened it.")


class BarrierChangedSince(Conflict):
    sentence = _("Somebody else has changed this road or river since you opened it.")


class BarrierEnded(WrongState):
    sentence = _("“%(name)s” is there no more; it can not be changed.")


class RulesChangedSince(Conflict):
    sentence = _("Somebody else has changed these rules since you opened them.")


class SurveyChangedSince(Conflict):
    sentence = _("Somebody else has changed this file's settings since you opened it.")


class BoundaryMoved(Conflict):
    sentence = _(
        "Parcel %(number)s has changed since this was proposed; reject it and propose it anew."
    )


class BadParcel(BadInput):
    sentence = _("Please check what you have entered.")


class BadBarrier(BadInput):
    sentence = _("Please check what you have entered.")


class BadShares(BadInput):
    sentence = _("The shares of a parcel have to be exact and to make up the whole.")


class BadRight(BadInput):
    sentence = _("Please check what you have entered.")


class BadChange(BadInput):
    sentence = _("This can not be proposed as it is.")


class BadSurvey(BadInput):
    """``findings`` of the engine say where a file cannot be read; a face has the words."""

    sentence = _("The file cannot be read.")

    def __init__(
        self, fields: Mapping[str, Any] | None = None, findings: Sequence[Any] = ()
    ) -> None:
        super().__init__(fields)
        self.findings = tuple(findings)


class BadRules(BadInput):
    sentence = _("Please check what you have entered.")


class BadRemedy(BadInput):
    sentence = _("Please check what you have entered.")


class BadParcelTable(BadInput):
    """``fields["table"]`` names row, column and what is wrong, for a person to mend."""

    sentence = _("Nothing was taken over; please mend the rows named and send the table again.")


class TooManyParcels(WrongState):
    sentence = _("A survey file holds at most %(most)s parcels; narrow the list first.")
