from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Park

from ..choices import CommitmentKind, CommitmentSource
from .meetings import person
from .pipelines import Stage
from .projects import Project, wan

Q = models.Q


class Signing(models.Model):
    """
    签约 A project was signed: when, as which enterprise; what its undoing has to take back.

    ``need_ref`` is the number of the need of land that was entered with it (the app of sites is a
    neighbour and is not pointed to).
    """

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    project = models.ForeignKey(
        Project, models.CASCADE, related_name="signings", verbose_name=_("investment project")
    )
    signed_on = models.DateField(_("signed on"))
    agreement_number = models.CharField(_("number of the agreement"), max_length=60, blank=True)
    words = models.CharField(_("words"), max_length=400, blank=True)
    before = models.ForeignKey(Stage, models.PROTECT, related_name="+", verbose_name=_("from"))
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, related_name="+", verbose_name=_("enterprise")
    )
    is_new_enterprise = models.BooleanField(_("entered with the signing"), default=False)
    need_ref = models.PositiveBigIntegerField(_("need of land"), null=True, blank=True)
    by = person(_("by"))
    at = models.DateTimeField(_("at"))
    undone_by = person(_("undone by"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("signing")
        verbose_name_plural = _("signings")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(undone_at=None), name="investment_signed_once"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="investment_signing_undone",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "-signed_on", "-id"], name="investment_signings_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.signed_on}"


class Commitment(models.Model):
    """履约承诺 What the enterprise has promised: an amount from a year on, or a day."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    project = models.ForeignKey(
        Project, models.CASCADE, related_name="commitments", verbose_name=_("investment project")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=CommitmentKind.choices)
    amount = models.DecimalField(
        _("amount"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    due_on = models.DateField(_("due on"))
    source = models.CharField(_("source"), max_length=10, choices=CommitmentSource.choices)
    words = models.CharField(_("words"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "kind", "due_on"], name="investment_commitment_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "due_on"], name="investment_commitments_due"),
        ]

    def __str__(self) -> str:
        return self.kind


class YearResult(models.Model):
    """履约结果 What became of a commitment in one year: an amount, or the day it happened."""

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="results", verbose_name=_("commitment")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.DecimalField(
        _("amount"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    happened_on = models.DateField(_("happened on"), null=True, blank=True)
    words = models.CharField(_("words"), max_length=300, blank=True)
    by_name = models.CharField(_("by"), max_length=80)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("result of a commitment")
        verbose_name_plural = _("results of commitments")
        ordering: ClassVar = ["year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "year"], name="investment_result_once"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.year}"


class Subsidy(models.Model):
    """扶持承诺 What the park has promised: how much, on which condition; what was paid of it."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    project = models.ForeignKey(
        Project, models.CASCADE, related_name="subsidies", verbose_name=_("investment project")
    )
    name = models.CharField(_("name"), max_length=80)
    amount_wan = wan(_("promised (10,000 yuan)"))
    condition = models.CharField(_("condition"), max_length=300, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    paid_wan = models.DecimalField(
        _("paid (10,000 yuan)"), max_digits=14, decimal_places=4, default=0
    )
    paid_on = models.DateField(_("last paid on"), null=True, blank=True)

    class Meta:
        verbose_name = _("subsidy promised")
        verbose_name_plural = _("subsidies promised")
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(paid_wan=0)
                | Q(paid_on__isnull=False, paid_wan__lte=models.F("amount_wan")),
                name="investment_subsidy_within_promise",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BookHandOver(models.Model):
    """项目移交 A whole book of projects went from one officer to another, as one act."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    giver = person(_("from"))
    taker = person(_("to"))
    projects = models.JSONField(_("projects"), default=list)
    steps = models.JSONField(_("next steps"), default=list)
    words = models.CharField(_("words"), max_length=300, blank=True)
    by = person(_("by"))
    at = models.DateTimeField(_("at"))
    undone_by = person(_("undone by"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("handover of projects")
        verbose_name_plural = _("handovers of projects")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(giver=models.F("taker")), name="investment_handover_to_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} {self.taker_id}"
