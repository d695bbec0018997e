from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park

from ..choices import Verdict
from .book import Contact, Organisation


class Suspicion(models.Model):
    """疑似重复 Two rows that may stand for one, why, and what somebody said of them.

    ``lower`` has the lower number. ``score`` is from 0 to 1, ``reasons`` a list of code and
    subject, as the engine gives them. What was said stays: the pair is not shown again.
    """

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    score = models.FloatField(_("likelihood"))
    reasons = models.JSONField(_("reasons"), default=list)
    verdict = models.CharField(
        _("verdict"), max_length=10, choices=Verdict.choices, default=Verdict.OPEN
    )
    found_at = models.DateTimeField(_("found at"))
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("said by"),
    )
    said_at = models.DateTimeField(_("said at"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lower", "upper"], name="%(app_label)s_%(class)s_once"),
            models.CheckConstraint(
                condition=models.Q(lower__lt=models.F("upper")),
                name="%(app_label)s_%(class)s_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{vars(self).get('lower_id')} / {vars(self).get('upper_id')}"


class OrganisationSuspicion(Suspicion):
    """Two prospect firms that may be one."""

    lower = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("one firm")
    )
    upper = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("the other firm")
    )

    class Meta(Suspicion.Meta):
        verbose_name = _("pair of like prospect firms")
        verbose_name_plural = _("pairs of like prospect firms")
        indexes: ClassVar = [
            models.Index(fields=["park", "verdict", "-score", "id"], name="prospects_org_like")
        ]


class ContactSuspicion(Suspicion):
    """Two contacts that may be one person."""

    lower = models.ForeignKey(
        Contact, models.CASCADE, related_name="+", verbose_name=_("one contact")
    )
    upper = models.ForeignKey(
        Contact, models.CASCADE, related_name="+", verbose_name=_("the other contact")
    )

    class Meta(Suspicion.Meta):
        verbose_name = _("pair of like contacts")
        verbose_name_plural = _("pairs of like contacts")
        indexes: ClassVar = [
            models.Index(fields=["park", "verdict", "-score", "id"], name="prospects_con_like")
        ]


class MergeRecord(models.Model):
    """合并记录 Two rows made into one; ``moved`` is what undoing gives back."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    moved = models.JSONField(_("what moved"), default=dict)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("merged by")
    )
    merged_at = models.DateTimeField(_("merged at"))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("dropped")), name="%(app_label)s_%(class)s_two"
            ),
            models.CheckConstraint(
                condition=models.Q(undone_by__isnull=True, undone_at__isnull=True)
                | models.Q(undone_by__isnull=False, undone_at__isnull=False),
                name="%(app_label)s_%(class)s_undone",
            ),
        ]

    def __str__(self) -> str:
        return f"{vars(self).get('kept_id')} < {vars(self).get('dropped_id')}"


class OrganisationMerge(MergeRecord):
    """Two prospect firms made into one."""

    kept = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("kept"))
    dropped = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("merged away")
    )

    class Meta(MergeRecord.Meta):
        verbose_name = _("merge of prospect firms")
        verbose_name_plural = _("merges of prospect firms")


class ContactMerge(MergeRecord):
    """Two contacts made into one."""

    kept = models.ForeignKey(Contact, models.PROTECT, related_name="+", verbose_name=_("kept"))
    dropped = models.ForeignKey(
        Contact, models.PROTECT, related_name="+", verbose_name=_("merged away")
    )

    class Meta(MergeRecord.Meta):
        verbose_name = _("merge of contacts")
        verbose_name_plural = _("merges of contacts")
