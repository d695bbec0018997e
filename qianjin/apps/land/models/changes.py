from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park, Unit

from ..choices import ChangeKind, ChangeState, Origin, SurveyState
from .parcels import Parcel

Q = models.Q


class BoundaryChange(models.Model):
    """界线变更 What would become of parcels: proposed by one person, reviewed by another."""

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="boundary_changes", verbose_name=_("park")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ChangeKind.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=ChangeState.choices, default=ChangeState.PROPOSED
    )
    reason = models.CharField(_("reason"), max_length=400)
    source = models.CharField(_("source"), max_length=200, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    review_words = models.CharField(_("words of the review"), max_length=400, blank=True)
    effective_on = models.DateField(_("holds from"), null=True, blank=True)

    class Meta:
        verbose_name = _("change of boundaries")
        verbose_name_plural = _("changes of boundaries")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(reviewed_by__isnull=False, effective_on__isnull=False),
                name="land_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None)
                | Q(state="withdrawn")
                | ~Q(reviewed_by=models.F("proposed_by")),
                name="land_reviewed_by_another",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "-id"], name="land_changes_newest"),
            models.Index(fields=["park", "state", "-id"], name="land_changes_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ChangedParcel(models.Model):
    """
    变更前 A parcel that a change replaces or redraws.

    ``version`` is the parcel's when the change was proposed. After approval ``parcel`` is the row
    that holds the boundary as it was: closed.
    """

    change = models.ForeignKey(
        BoundaryChange, models.CASCADE, related_name="before", verbose_name=_("change")
    )
    parcel = models.ForeignKey(
        Parcel, models.PROTECT, related_name="replaced_by", verbose_name=_("parcel")
    )
    version = models.PositiveIntegerField(_("version"))

    class Meta:
        verbose_name = _("parcel before a change")
        verbose_name_plural = _("parcels before changes")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["change", "parcel"], name="land_before_once"),
        ]

    def __str__(self) -> str:
        return f"{self.change_id} {self.parcel_id}"


class ProposedParcel(models.Model):
    """变更后 A boundary as it would be; ``parcel`` is the one that has it since the approval."""

    change = models.ForeignKey(
        BoundaryChange, models.CASCADE, related_name="after", verbose_name=_("change")
    )
    number = models.CharField(_("parcel number"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    village = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("village")
    )
    shape = models.BinaryField(_("boundary"))
    area_plane = models.DecimalField(_("computed area (㎡)"), max_digits=14, decimal_places=2)
    area_stated = models.DecimalField(
        _("stated area (㎡)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    origin = models.CharField(_("origin of the boundary"), max_length=10, choices=Origin.choices)
    accuracy_m = models.DecimalField(
        _("accuracy (m)"), max_digits=8, decimal_places=3, null=True, blank=True
    )
    use_code = models.CharField(_("land use code"), max_length=12, blank=True)
    use_name = models.CharField(_("use"), max_length=40, blank=True)
    parcel = models.ForeignKey(
        Parcel,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="made_by",
        verbose_name=_("parcel"),
    )

    class Meta:
        verbose_name = _("parcel after a change")
        verbose_name_plural = _("parcels after changes")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.number or self.name


class SurveyFile(models.Model):
    """勘测文件 A file of boundaries that is being looked at before it is proposed."""

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="survey_files", verbose_name=_("park")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=SurveyState.choices, default=SurveyState.OPEN
    )
    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("hash"), max_length=64)
    path = models.CharField(_("path"), max_length=200)
    zone = models.PositiveSmallIntegerField(_("zone said to be right"), null=True, blank=True)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    swapped = models.BooleanField(_("columns swapped"), null=True, blank=True)
    degrees = models.CharField(_("degrees"), max_length=10, blank=True)
    repairs = models.JSONField(_("repairs"), default=list, blank=True)
    village = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("village")
    )
    origin = models.CharField(
        _("origin of the boundary"),
        max_length=10,
        choices=Origin.choices,
        default=Origin.SURVEYED,
    )
    accuracy_m = models.DecimalField(
        _("accuracy (m)"), max_digits=8, decimal_places=3, null=True, blank=True
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent at"))
    changes = models.ManyToManyField(
        BoundaryChange, blank=True, related_name="surveys", verbose_name=_("changes")
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("survey file")
        verbose_name_plural = _("survey files")
        indexes: ClassVar = [models.Index(fields=["park", "-id"], name="land_surveys_newest")]

    def __str__(self) -> str:
        return self.name
