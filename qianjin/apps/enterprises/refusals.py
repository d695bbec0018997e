"""The directory's refusals: one class per anticipated "no", each with its sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qianjin.units.refusals import BadInput, Conflict, NotAllowed, WrongState


class MayNotRegister(NotAllowed):
    sentence = _("You may not enter enterprises in the directory.")


class MayNotEdit(NotAllowed):
    sentence = _("This enterprise is not in your care; ask its officer or general affairs.")


class MayNotAssign(NotAllowed):
    sentence = _("Only those who keep the whole directory may name the officer responsible.")


class MayNotNote(NotAllowed):
    sentence = _("You may not write on this enterprise's thread.")


class MayNotReveal(NotAllowed):
    sentence = _("You may not read this number.")


class MayNotImport(NotAllowed):
    sentence = _("You may not import enterprises.")


class MayNotExport(NotAllowed):
    sentence = _("You may not export enterprises.")


class MayNotMerge(NotAllowed):
    sentence = _("You may not merge enterprises.")


class MergedAway(WrongState):
    sentence = _("This entry was merged into “%(name)s”; please go on there.")


class ContactHasLeft(WrongState):
    sentence = _("%(name)s has already left the enterprise.")


class HasAccount(WrongState):
    sentence = _("%(name)s can already sign in.")


class AlreadyUndone(WrongState):
    sentence = _("This merge has already been undone.")


class CannotUndoMerge(WrongState):
    sentence = _("This merge cannot be undone any more: %(reason)s")


class NotInPreview(WrongState):
    sentence = _("This import has already been dealt with.")


class NotTakenOver(WrongState):
    sentence = _("Only an import that was taken over can be undone.")


class BuiltUpon(WrongState):
    """``names`` lists the enterprises concerned."""

    sentence = _("The import cannot be undone as one, because work has been built on: %(names)s")


class InUse(WrongState):
    sentence = _("%(name)s stays in the directory: work has been built on it.")


class PreviewOutdated(WrongState):
    sentence = _(
        "The directory has changed since this preview. It has been made anew; please look at it "
        "once more."
    )


class ChangedMeanwhile(Conflict):
    """``changes`` lists field, label, old, theirs and mine; ``version`` is the one to build on."""

    sentence = _("Somebody else has changed this enterprise meanwhile.")


class ContactChangedMeanwhile(Conflict):
    """``changes`` lists field, label, old, theirs and mine; ``version`` is the one to build on."""

    sentence = _("Somebody else has changed this contact meanwhile.")


class BadEnterprise(BadInput):
    sentence = _("Please check the details of the enterprise.")


class LooksKnown(BadInput):
    """``lookalikes`` are the enterprises already in the directory under a like name."""

    sentence = _("An enterprise with nearly the same name is already in the directory.")


class BadContact(BadInput):
    sentence = _("Please check the details of the contact.")


class BadFigures(BadInput):
    sentence = _("Please check the yearly figures.")


class BadNote(BadInput):
    sentence = _("Please write something.")


class BadTable(BadInput):
    sentence = _("The file was not taken over.")


class BadMerge(BadInput):
    sentence = _("These two entries cannot be merged.")
