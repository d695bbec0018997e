"""规则 How often whom, and what is asked this quarter."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.enterprises.choices import Tier
from qianjin.apps.parks.models import Park

from ..choices import Caller, Means


class CoverageRule(models.Model):
    """走访频次规则 How often enterprises of a tier are seen or called, and by whom."""

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="coverage_rules", verbose_name=_("park")
    )
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices)
    means = models.CharField(_("visit or contact"), max_length=8, choices=Means.choices)
    caller = models.CharField(_("by whom"), max_length=8, choices=Caller.choices)
    every_days = models.PositiveSmallIntegerField(
        _("at least every … days"), validators=[MinValueValidator(7), MaxValueValidator(1100)]
    )
    minutes = models.PositiveSmallIntegerField(_("minutes of a visit"), default=45)
    source = models.CharField(_("source"), max_length=200, blank=True)
    is_inference = models.BooleanField(_("to be calibrated by the park"), default=True)

    class Meta:
        verbose_name = _("coverage rule")
        verbose_name_plural = _("coverage rules")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["park", "tier", "means", "caller"], name="visits_rule_once"
            ),
            models.CheckConstraint(
                condition=models.Q(every_days__gte=7, minutes__gte=5), name="visits_rule_sane"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tier} {self.means} {self.caller}"


class QuarterQuestion(models.Model):
    """季度问题 A question that every enterprise is asked in one quarter."""

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="quarter_questions", verbose_name=_("park")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.CharField(_("question"), max_length=200)
    options = models.JSONField(_("answers to choose from"), default=list, blank=True)
    is_active = models.BooleanField(_("asked"), default=True)

    class Meta:
        verbose_name = _("question of the quarter")
        verbose_name_plural = _("questions of the quarter")
        ordering: ClassVar = ["year", "quarter", "position", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(quarter__gte=1, quarter__lte=4), name="visits_quarter_range"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "year", "quarter"], name="visits_question_quarter")
        ]

    def __str__(self) -> str:
        return self.text
