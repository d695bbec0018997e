from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import FileRow, Park
from qianjin.apps.tables.models import KeptTable

from .choices import ClaimState, QualificationKind, Rung, SchemeState, StepKind

Q = models.Q


class Scheme(models.Model):
    """政策 A support scheme: who may claim what, until when, with which documents."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="schemes", verbose_name=_("park"))
    title = models.CharField(_("title"), max_length=120)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    issuer = models.CharField(_("issued by"), max_length=80)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    opens_on = models.DateField(_("applications from"), null=True, blank=True)
    closes_on = models.DateField(_("applications until"), null=True, blank=True)
    amount_rule = models.CharField(_("what is paid"), max_length=300)
    rate_percent = models.DecimalField(
        _("share paid (%)"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    rate_of = models.CharField(_("share of"), max_length=20, blank=True)
    ceiling_wan = models.DecimalField(
        _("ceiling (10,000 yuan)"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    documents = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("documents required"),
        default=list,
        blank=True,
    )
    conditions = models.JSONField(_("conditions"), default=list, blank=True)
    figures_year = models.PositiveSmallIntegerField(_("year of the figures"), null=True, blank=True)
    body = models.TextField(_("text"), blank=True)
    link = models.URLField(_("link"), max_length=400, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=SchemeState.choices, default=SchemeState.DRAFT
    )
    is_demo = models.BooleanField(_("demonstration"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    written_at = models.DateTimeField(_("entered at"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("checked by")
    )
    checked_at = models.DateTimeField(_("checked at"))

    class Meta:
        verbose_name = _("support scheme")
        verbose_name_plural = _("support schemes")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["park", "document_number", "title"], name="subsidies_scheme_once"
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None)
                | Q(closes_on=None)
                | Q(closes_on__gte=models.F("opens_on")),
                name="subsidies_window_in_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "-id"], name="subsidies_scheme_newest"),
            models.Index(fields=["park", "state", "-id"], name="subsidies_scheme_by_state"),
        ]

    def __str__(self) -> str:
        return self.title


class SchemeTable(KeptTable):
    """政策导入 A table of schemes."""

    right = Capability.SCHEME_EDIT
    kind = "scheme_import"
    verbs = "schemes"

    class Meta:
        verbose_name = _("import of support schemes")
        verbose_name_plural = _("imports of support schemes")
        ordering: ClassVar = ["-id"]


class Qualification(models.Model):
    """企业资质 Whether an enterprise has a label, and until when; no row means nobody knows."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="qualifications", verbose_name=_("enterprise")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=QualificationKind.choices)
    holds = models.BooleanField(_("has it"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    stated_by = models.CharField(_("stated by"), max_length=80)
    stated_at = models.DateTimeField(_("stated at"))
    is_own_word = models.BooleanField(_("the enterprise's own word"), default=False)

    class Meta:
        verbose_name = _("qualification of an enterprise")
        verbose_name_plural = _("qualifications of enterprises")
        ordering: ClassVar = ["kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enterprise", "kind"], name="subsidies_qualification_once"
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Claim(models.Model):
    """申报 One enterprise and one scheme in one year, from being told to being paid; in 万元."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="claims", verbose_name=_("park"))
    scheme = models.ForeignKey(
        Scheme, models.PROTECT, related_name="claims", verbose_name=_("support scheme")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="claims", verbose_name=_("enterprise")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    state = models.CharField(_("state"), max_length=10, choices=ClaimState.choices)
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    claimed_wan = models.DecimalField(
        _("claimed (10,000 yuan)"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    approved_wan = models.DecimalField(
        _("approved (10,000 yuan)"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    paid_wan = models.DecimalField(
        _("paid (10,000 yuan)"), max_digits=14, decimal_places=4, default=0
    )
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    refused_because = models.CharField(_("reason of the refusal"), max_length=400, blank=True)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme", "enterprise", "year"], name="subsidies_claim_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "paid"]) | Q(approved_wan__isnull=False),
                name="subsidies_approved_has_amount",
            ),
            models.CheckConstraint(
                condition=Q(paid_wan=0)
                | Q(paid_on__isnull=False, paid_wan__lte=models.F("approved_wan")),
                name="subsidies_paid_within_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refused_because=""),
                name="subsidies_refused_has_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "-id"], name="subsidies_claim_newest"),
            models.Index(fields=["park", "state", "-id"], name="subsidies_claim_by_state"),
            models.Index(fields=["park", "year", "-id"], name="subsidies_claim_by_year"),
            models.Index(fields=["scheme", "-id"], name="subsidies_claim_of_scheme"),
            models.Index(fields=["enterprise", "-id"], name="subsidies_claim_of_firm"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id} {self.enterprise_id} {self.year}"


class ClaimStep(models.Model):
    """申报经过 One step of a claim: who did what, when, with which amount."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="steps", verbose_name=_("claim"))
    kind = models.CharField(_("kind"), max_length=12, choices=StepKind.choices)
    at = models.DateTimeField(_("at"))
    by_name = models.CharField(_("by"), max_length=80, blank=True)
    words = models.CharField(_("words"), max_length=400, blank=True)
    amount_wan = models.DecimalField(
        _("amount (10,000 yuan)"), max_digits=14, decimal_places=4, null=True, blank=True
    )

    class Meta:
        verbose_name = _("step of a claim")
        verbose_name_plural = _("steps of claims")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.kind


class ClaimFile(FileRow):
    """申报材料 A file of a claim, checked as every attachment is."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="files", verbose_name=_("claim"))
    document = models.CharField(_("document"), max_length=80, blank=True)
    by_name = models.CharField(_("by"), max_length=80)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("document of a claim")
        verbose_name_plural = _("documents of claims")
        ordering: ClassVar = ["id"]


class ClaimReading(models.Model):
    """查看记录 Who of the enterprise has opened what it was told, and when first."""

    claim = models.ForeignKey(
        Claim, models.CASCADE, related_name="readings", verbose_name=_("claim")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reading of a claim")
        verbose_name_plural = _("readings of claims")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["claim", "user"], name="subsidies_reading_once"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.user_id}"


class ClaimReminder(models.Model):
    """申报提醒 One rung reached by one claim; each is climbed once."""

    claim = models.ForeignKey(
        Claim, models.CASCADE, related_name="reminders", verbose_name=_("claim")
    )
    rung = models.CharField(_("rung"), max_length=10, choices=Rung.choices)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reminder of a claim")
        verbose_name_plural = _("reminders of claims")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["claim", "rung"], name="subsidies_reminder_once"),
        ]

    def __str__(self) -> str:
        return self.rung
