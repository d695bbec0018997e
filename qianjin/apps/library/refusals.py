"""The library's refusals: one class per anticipated "no", each with its sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qianjin.units.refusals import BadInput, Conflict, NotAllowed, WrongState


class MayNotKeep(NotAllowed):
    sentence = _("You may keep articles and canned replies of your own section only.")


class MayNotSet(NotAllowed):
    sentence = _("Only the park administrator may change this period.")


class NotPublished(WrongState):
    sentence = _("Only a published article can be checked.")


class ChangedSince(Conflict):
    sentence = _("Somebody else has changed this meanwhile.")


class BadArticle(BadInput):
    sentence = _("Please check the article.")


class BadCanned(BadInput):
    sentence = _("Please check the canned reply.")


class BadPeriod(BadInput):
    sentence = _("Please give 7 to 1,000 days.")
