"""时限 What is promised for which type and level, and who usually leads."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qianjin.apps.enterprises.choices import Sector
from qianjin.apps.parks.models import Park, Unit, WorkingCalendar

from ..choices import Aim, AmountUnit, Level, RequestKind, Stage


class PromiseProfile(models.Model):
    """时限配置 One reading of "135", or another park's promise, as data."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="profiles", verbose_name=_("park"))
    code = models.SlugField(_("code"), max_length=30)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    is_inference = models.BooleanField(_("inference, to be calibrated by the park"), default=False)
    part_days = models.PositiveSmallIntegerField(
        _("working days of a co-handler"), default=3, validators=[MinValueValidator(1)]
    )
    on_miss = models.CharField(_("when it cannot be kept"), max_length=200, blank=True)
    calendar = models.ForeignKey(
        WorkingCalendar,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("working calendar"),
    )

    class Meta:
        verbose_name = _("promise profile")
        verbose_name_plural = _("promise profiles")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "code"], name="desk_profile_code_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        english = (get_language() or "").startswith("en")
        return self.name_en if english and self.name_en else self.name_zh


class PromiseStage(models.Model):
    """阶段时限 How long a profile gives for one stage, for every level or for one."""

    profile = models.ForeignKey(
        PromiseProfile, models.CASCADE, related_name="stages", verbose_name=_("profile")
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, blank=True)
    amount = models.PositiveSmallIntegerField(_("amount"), validators=[MinValueValidator(1)])
    unit = models.CharField(_("counted in"), max_length=2, choices=AmountUnit.choices)

    class Meta:
        verbose_name = _("promise stage")
        verbose_name_plural = _("promise stages")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile", "stage", "level"], name="desk_stage_once"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.amount}{self.unit}"


class PromiseChoice(models.Model):
    """时限选择 Which profile holds for a type and a level; both empty is the park's default."""

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="promise_choices", verbose_name=_("park")
    )
    kind = models.CharField(_("type"), max_length=4, choices=RequestKind.choices, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, blank=True)
    profile = models.ForeignKey(
        PromiseProfile, models.PROTECT, related_name="choices", verbose_name=_("profile")
    )

    class Meta:
        verbose_name = _("choice of promise")
        verbose_name_plural = _("choices of promise")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "kind", "level"], name="desk_choice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.level}"


class Duty(models.Model):
    """职责 Which unit usually leads requests of a type."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="duties", verbose_name=_("park"))
    kind = models.CharField(_("type"), max_length=4, choices=RequestKind.choices)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="duties", verbose_name=_("unit"))
    aim = models.CharField(_("aim"), max_length=10, choices=Aim.choices, blank=True)

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "kind"], name="desk_duty_once"),
        ]

    def __str__(self) -> str:
        return self.kind


class ChainTeam(models.Model):
    """产业链专班 Which unit leads what concerns a whole chain of industry, not one enterprise."""

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="chain_teams", verbose_name=_("park")
    )
    sector = models.CharField(_("sector"), max_length=10, choices=Sector.choices)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", verbose_name=_("unit"))

    class Meta:
        verbose_name = _("team of a chain")
        verbose_name_plural = _("teams of chains")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "sector"], name="desk_chain_team_once"),
        ]

    def __str__(self) -> str:
        return self.sector
