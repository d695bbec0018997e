from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park, TwoNames

from ..choices import Meaning

Q = models.Q


class Pipeline(TwoNames):
    """项目类别 A kind of project with stages of its own: projects, institutes, funds."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="pipelines", verbose_name=_("park"))
    code = models.SlugField(_("code"), max_length=24)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("pipeline")
        verbose_name_plural = _("pipelines")
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "code"], name="investment_pipeline_once"),
        ]


class Stage(TwoNames):
    """
    项目阶段 A station of a pipeline; ``meaning`` is what the platform understands of it.

    ``cold_days``: without a touch for so many days a project here counts as cold; never without.
    """

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    pipeline = models.ForeignKey(
        Pipeline, models.CASCADE, related_name="stages", verbose_name=_("pipeline")
    )
    code = models.SlugField(_("code"), max_length=24)
    meaning = models.CharField(_("meaning"), max_length=8, choices=Meaning.choices)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    cold_days = models.PositiveSmallIntegerField(_("cold after days"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pipeline", "code"], name="investment_stage_once"),
            models.UniqueConstraint(
                fields=["pipeline", "meaning"],
                condition=Q(meaning__in=["signed", "lost"]),
                name="investment_one_signing_one_end",
            ),
        ]
