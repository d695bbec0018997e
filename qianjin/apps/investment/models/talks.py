from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import FileRow, Park

from ..choices import PointSide
from .meetings import person
from .projects import Project
from .touches import Touch

Q = models.Q


class Negotiation(models.Model):
    """谈判 The last weeks before a signing: rounds, open points, versions, a day to sign on."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    project = models.OneToOneField(
        Project, models.CASCADE, related_name="negotiation", verbose_name=_("investment project")
    )
    begins_on = models.DateField(_("begins on"))
    signing_at = models.DateTimeField(_("to be signed at"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    park_team = models.CharField(_("team of the park"), max_length=300, blank=True)
    firm_team = models.CharField(_("team of the enterprise"), max_length=300, blank=True)
    red_lines = models.TextField(_("red lines"), blank=True)
    lead = person(_("led by"))
    opened_at = models.DateTimeField(_("opened at"))

    class Meta:
        verbose_name = _("negotiation")
        verbose_name_plural = _("negotiations")
        indexes: ClassVar = [
            models.Index(fields=["park", "signing_at"], name="investment_signings_ahead"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}"


class TalkRound(models.Model):
    """谈判轮次 One round: planned with its topic, then held, with what each side said."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    negotiation = models.ForeignKey(
        Negotiation, models.CASCADE, related_name="rounds", verbose_name=_("negotiation")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    at = models.DateTimeField(_("at"))
    topic = models.CharField(_("topic"), max_length=200)
    park_position = models.TextField(_("position of the park"), blank=True)
    firm_position = models.TextField(_("position of the enterprise"), blank=True)
    agreed = models.TextField(_("agreed"), blank=True)
    touch = models.OneToOneField(
        Touch, models.SET_NULL, null=True, blank=True, related_name="round", verbose_name=_("touch")
    )

    class Meta:
        verbose_name = _("negotiation round")
        verbose_name_plural = _("negotiation rounds")
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["negotiation", "number"], name="investment_round_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.topic}"


class OpenPoint(models.Model):
    """未决事项 What is not agreed yet, whose it is to settle, by when."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    negotiation = models.ForeignKey(
        Negotiation, models.CASCADE, related_name="points", verbose_name=_("negotiation")
    )
    text = models.CharField(_("what is open"), max_length=300)
    side = models.CharField(_("side"), max_length=8, choices=PointSide.choices)
    owner_name = models.CharField(_("who settles it"), max_length=80)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened at"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_words = models.CharField(_("how it was settled"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("open point")
        verbose_name_plural = _("open points")
        ordering: ClassVar = ["due_on", "id"]

    def __str__(self) -> str:
        return self.text


class AgreementVersion(FileRow):
    """协议稿 One version of the agreement as a file."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    negotiation = models.ForeignKey(
        Negotiation, models.CASCADE, related_name="versions", verbose_name=_("negotiation")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    words = models.CharField(_("what changed"), max_length=300, blank=True)
    by_name = models.CharField(_("by"), max_length=80)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("version of the agreement")
        verbose_name_plural = _("versions of the agreement")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["negotiation", "number"], name="investment_version_once"
            ),
        ]
