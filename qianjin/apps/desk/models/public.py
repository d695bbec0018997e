"""公开评分 What of the scores anybody may read."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park

from ..hands import FEWEST_CASES, MOST_CASES


class PublicScores(models.Model):
    """公开评分 Whether a park shows its scores to everybody; without a row it does not."""

    park = models.OneToOneField(
        Park, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("park")
    )
    is_open = models.BooleanField(_("open to everybody"), default=False)
    is_listed = models.BooleanField(_("search engines may list it"), default=False)
    fewest = models.PositiveSmallIntegerField(
        _("fewest cases of a figure"),
        default=10,
        validators=[MinValueValidator(FEWEST_CASES), MaxValueValidator(MOST_CASES)],
    )

    class Meta:
        verbose_name = _("public scores")
        verbose_name_plural = _("public scores")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(fewest__gte=FEWEST_CASES, fewest__lte=MOST_CASES),
                name="desk_public_fewest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.park_id} {self.is_open}"
