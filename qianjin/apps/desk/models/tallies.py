"""月度计数 What the scores are counted from, kept in step by every act at the desk."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park

from ..measures import Facet


class Tally(models.Model):
    """月度计数 What happened in one month to the requests of one unit, type or enterprise.

    Only facts that stand are counted: a promise that was met on the month in which it was due, a
    rating in the month it was given. Promises still unmet are asked of the promises themselves.
    What a unit received and returned stays its own when the request goes on to another.
    ``key`` is the unit's or the enterprise's number, or the code of the type; empty without one.
    """

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    month = models.DateField(_("month"))
    facet = models.CharField(_("counted by"), max_length=10, choices=Facet.choices)
    key = models.CharField(_("of which one"), max_length=20, blank=True)
    raised = models.IntegerField(_("raised"), default=0)
    met_respond = models.IntegerField(_("responses"), default=0)
    kept_respond = models.IntegerField(_("responses in time"), default=0)
    met_plan = models.IntegerField(_("plans"), default=0)
    kept_plan = models.IntegerField(_("plans in time"), default=0)
    met_resolve = models.IntegerField(_("resolutions or long cases"), default=0)
    kept_resolve = models.IntegerField(_("resolutions or long cases in time"), default=0)
    met_interim = models.IntegerField(_("interim answers"), default=0)
    kept_interim = models.IntegerField(_("interim answers in time"), default=0)
    settled = models.IntegerField(_("requests whose time to resolve is over"), default=0)
    solved = models.IntegerField(_("of these now solved"), default=0)
    rated = models.IntegerField(_("ratings given"), default=0)
    content = models.IntegerField(_("content ratings"), default=0)
    stars = models.IntegerField(_("stars together"), default=0)
    answers = models.IntegerField(_("times resolved"), default=0)
    redone = models.IntegerField(_("of these reopened"), default=0)
    received = models.IntegerField(_("times given to a unit"), default=0, db_default=0)
    returned = models.IntegerField(_("of these returned"), default=0, db_default=0)

    class Meta:
        verbose_name = _("monthly tally")
        verbose_name_plural = _("monthly tallies")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["park", "facet", "month", "key"], name="desk_tally_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.facet} {self.key}"


COUNTERS = (
    "raised",
    "met_respond",
    "kept_respond",
    "met_plan",
    "kept_plan",
    "met_resolve",
    "kept_resolve",
    "met_interim",
    "kept_interim",
    "settled",
    "solved",
    "rated",
    "content",
    "stars",
    "answers",
    "redone",
    "received",
    "returned",
)
"""The counters, in the order in which facts are added up."""
