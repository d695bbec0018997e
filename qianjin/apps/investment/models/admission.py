from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park, TwoNames, Unit

from ..choices import OpinionVerdict, ReviewState
from .meetings import person
from .projects import Project

Q = models.Q


class Criterion(TwoNames):
    """评审标准 What an admission is scored by: its weight, and the least that must be reached."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="criteria", verbose_name=_("park"))
    weight = models.PositiveSmallIntegerField(_("weight"))
    minimum = models.PositiveSmallIntegerField(_("least score"), default=0)
    guidance = models.CharField(_("how it is scored"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(minimum__lte=100, weight__gte=1), name="investment_criterion_in_bounds"
            ),
        ]


class AdmissionReview(models.Model):
    """准入评审 Whether a project is let in: scores, opinions of bureaux, a decision."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    project = models.ForeignKey(
        Project, models.CASCADE, related_name="reviews", verbose_name=_("investment project")
    )
    state = models.CharField(
        _("state"), max_length=12, choices=ReviewState.choices, default=ReviewState.OPEN
    )
    pass_mark = models.PositiveSmallIntegerField(_("pass mark"))
    opened_by = person(_("opened by"))
    opened_at = models.DateTimeField(_("opened at"))
    decided_by = person(_("decided by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    total = models.DecimalField(_("total"), max_digits=5, decimal_places=2, null=True, blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    conditions = models.TextField(_("conditions"), blank=True)

    class Meta:
        verbose_name = _("admission review")
        verbose_name_plural = _("admission reviews")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(state="open"), name="investment_one_open_review"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None)
                | ~Q(state="open") & Q(decided_at__isnull=False),
                name="investment_review_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.state}"


class AdmissionScore(models.Model):
    """评审打分 One criterion's score, from 0 to 100, with its reason."""

    review = models.ForeignKey(
        AdmissionReview, models.CASCADE, related_name="scores", verbose_name=_("admission review")
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="+", verbose_name=_("criterion")
    )
    weight = models.PositiveSmallIntegerField(_("weight"))
    minimum = models.PositiveSmallIntegerField(_("least score"))
    value = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    words = models.CharField(_("reason"), max_length=300, blank=True)
    by_name = models.CharField(_("by"), max_length=80, blank=True)
    at = models.DateTimeField(_("at"), null=True, blank=True)

    class Meta:
        verbose_name = _("score of an admission")
        verbose_name_plural = _("scores of admissions")
        ordering: ClassVar = ["criterion__position", "criterion_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "criterion"], name="investment_score_once"),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__lte=100), name="investment_score_in_bounds"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.criterion_id}"


class BureauOpinion(models.Model):
    """部门意见 What one bureau says of a project, by when; all are asked at once."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    review = models.ForeignKey(
        AdmissionReview, models.CASCADE, related_name="opinions", verbose_name=_("admission review")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("bureau"))
    asked_at = models.DateTimeField(_("asked at"))
    due_at = models.DateTimeField(_("due at"))
    verdict = models.CharField(
        _("verdict"), max_length=12, choices=OpinionVerdict.choices, blank=True
    )
    words = models.TextField(_("words"), blank=True)
    by_name = models.CharField(_("by"), max_length=80, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("opinion of a bureau")
        verbose_name_plural = _("opinions of bureaux")
        ordering: ClassVar = ["due_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "unit"], name="investment_opinion_once"),
            models.CheckConstraint(
                condition=Q(verdict="", answered_at=None)
                | ~Q(verdict="") & Q(answered_at__isnull=False),
                name="investment_opinion_answered",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "due_at"],
                name="investment_opinions_open",
                condition=Q(answered_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.unit_id}"
