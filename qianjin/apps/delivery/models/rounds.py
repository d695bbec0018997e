from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park

from ..choices import RoundState


class Round(models.Model):
    """
    统排 The latest working out of all plans of a park together.

    ``run`` counts how often it was asked for; ``answer`` is what the engine found, as plain data:
    cost, bound, gap in percent, seconds, why (reasons), which bureaux are short.
    """

    park = models.OneToOneField(
        Park,
        models.CASCADE,
        primary_key=True,
        related_name="delivery_round",
        verbose_name=_("park"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=RoundState.choices, default=RoundState.WAITING
    )
    run = models.PositiveIntegerField(_("times asked"), default=1)
    percent = models.PositiveSmallIntegerField(_("progress (%)"), default=0)
    asked_at = models.DateTimeField(_("asked at"))
    begun_at = models.DateTimeField(_("begun at"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    on = models.DateField(_("day"))
    answer = models.JSONField(_("answer"), default=dict, blank=True)

    class Meta:
        verbose_name = _("round of planning")
        verbose_name_plural = _("rounds of planning")

    def __str__(self) -> str:
        return f"{self.park_id} {self.run}"
