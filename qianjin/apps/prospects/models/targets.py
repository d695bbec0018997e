from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.enterprises.choices import Sector
from qianjin.apps.parks.models import Park

from ..choices import TargetState
from .book import Organisation


class Campaign(models.Model):
    """招商名单行动 A list of firms to call, ranked by what the park lacks, with who calls whom.

    ``nodes`` are codes of the chain (``data/chains.yaml``) the park wants to fill.
    """

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    name = models.CharField(_("name"), max_length=80)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector.choices)
    cities = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    nodes = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """目标企业 A firm of a register, how well it would fit and why, and what came of calling it.

    ``score`` from 0 to 100, ``reasons`` a list of code, subject and points, as
    ``planning.targets`` gives them. Capital in 万元.
    """

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="targets", verbose_name=_("campaign")
    )
    name = models.CharField(_("name"), max_length=120)
    name_key = models.CharField(_("normalised name"), max_length=120, db_index=False)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    industry = models.CharField(_("industry (GB/T 4754)"), max_length=5, blank=True)
    city = models.CharField(_("city"), max_length=40, blank=True)
    products = models.CharField(_("products and scope"), max_length=400, blank=True)
    capital_wan = models.DecimalField(
        _("registered capital (10,000 yuan)"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
    )
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    score = models.PositiveSmallIntegerField(_("fit"), default=0)
    reasons = models.JSONField(_("reasons"), default=list)
    caller = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("called by"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=TargetState.choices, default=TargetState.OPEN
    )
    words = models.CharField(_("what they said"), max_length=400, blank=True)
    said_at = models.DateTimeField(_("said at"), null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="targeted_as",
        verbose_name=_("prospect firm"),
    )

    class Meta:
        verbose_name = _("target firm")
        verbose_name_plural = _("target firms")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "name"], name="prospects_target_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["campaign", "-score", "id"], name="prospects_target_rank"),
            models.Index(fields=["campaign", "state", "-score", "id"], name="prospects_target_st"),
            models.Index(fields=["caller", "state", "-score", "id"], name="prospects_target_mine"),
        ]

    def __str__(self) -> str:
        return self.name
