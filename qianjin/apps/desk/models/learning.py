"""分类学习 What the park's own decisions have taught."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park

from ..targets import TriageTarget


class TriageModel(models.Model):
    """分类模型 One trained classifier of a park; the latest version of each target is asked."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    target = models.CharField(_("what it suggests"), max_length=8, choices=TriageTarget.choices)
    version = models.PositiveIntegerField(_("version"))
    trained_at = models.DateTimeField(_("trained at"))
    last_entry = models.BigIntegerField(_("latest decision it learned from"))
    examples = models.PositiveIntegerField(_("examples"))
    corrections = models.PositiveIntegerField(_("corrections among them"))
    top1 = models.FloatField(_("share of first suggestions that were right"))
    top3 = models.FloatField(_("share among the first three"))
    calibration_error = models.FloatField(_("calibration error"))
    packed = models.BinaryField(_("compressed classifier"))

    class Meta:
        verbose_name = _("triage model")
        verbose_name_plural = _("triage models")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["park", "target", "version"], name="desk_triage_model_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.version}"
