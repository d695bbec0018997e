"""诉求 The request itself, what it is found by, and its clocks."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.enterprises.models import Contact, Enterprise
from qianjin.apps.parks.models import Park, Unit

from ..choices import OPEN_STATES, Aim, AmountUnit, Level, RequestKind, RequestStatus, Source, Stage
from .promising import PromiseProfile

OPEN = models.Q(status__in=[str(s) for s in OPEN_STATES])


class ServiceRequest(models.Model):
    """诉求 A matter an enterprise brings to the park, from the first word to the rating.

    ``next_stage``, ``next_due_at`` and ``warn_at`` repeat the first unmet promise, so that lists
    are ordered and coloured by an index; all three are empty while the clock is paused or done.
    """

    # No index of its own: others begin with the park.
    park = models.ForeignKey(
        Park, models.CASCADE, related_name="requests", verbose_name=_("park"), db_index=False
    )
    number = models.CharField(_("number"), max_length=24)
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="requests",
        verbose_name=_("enterprise"),
        db_index=False,
    )
    contact = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("contact"),
    )
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("words"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=Source.choices)
    kind = models.CharField(_("type"), max_length=4, choices=RequestKind.choices, blank=True)
    subkind = models.CharField(_("sub-type"), max_length=14, blank=True)
    aim = models.CharField(_("aim"), max_length=10, choices=Aim.choices, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=RequestStatus.choices, default=RequestStatus.SUBMITTED
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("lead unit"),
    )
    co_units = ArrayField(
        models.BigIntegerField(), verbose_name=_("co-handling units"), null=True, blank=True
    )
    """Whom the lead has asked to help, so that their lists are found by an index."""
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("officer"),
    )
    first_contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("first to receive it"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    profile = models.ForeignKey(
        PromiseProfile, models.PROTECT, related_name="requests", verbose_name=_("promise")
    )
    assigned_at = models.DateTimeField(_("assigned at"), null=True, blank=True)
    """When the present lead got it; from then on it may be returned for a working day."""
    opened_at = models.DateTimeField(_("raised at"))
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    next_stage = models.CharField(
        _("next promise"), max_length=10, choices=Stage.choices, blank=True
    )
    next_due_at = models.DateTimeField(_("next due"), null=True, blank=True)
    warn_at = models.DateTimeField(_("yellow from"), null=True, blank=True)
    paused_at = models.DateTimeField(_("paused since"), null=True, blank=True)
    resume_status = models.CharField(_("state before the pause"), max_length=12, blank=True)
    milestone = models.CharField(_("next milestone"), max_length=200, blank=True)
    milestone_on = models.DateField(_("milestone due"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("archived at"), null=True, blank=True)
    score = models.PositiveSmallIntegerField(_("latest rating"), null=True, blank=True)
    calendar_version = models.PositiveIntegerField(_("version of the calendar"), default=1)
    sender_key = models.CharField(_("idempotency key"), max_length=64, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("service request")
        verbose_name_plural = _("service requests")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "number"], name="desk_number_once"),
            models.UniqueConstraint(
                fields=["park", "sender_key"],
                condition=~models.Q(sender_key=""),
                name="desk_sender_key_once",
            ),
            models.CheckConstraint(
                condition=models.Q(next_due_at__isnull=True, warn_at__isnull=True, next_stage="")
                | models.Q(next_due_at__isnull=False, warn_at__isnull=False)
                & ~models.Q(next_stage=""),
                name="desk_next_promise_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=RequestStatus.RESOLVED)
                | models.Q(resolved_at__isnull=False),
                name="desk_resolved_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=RequestStatus.LONG_CASE)
                | models.Q(milestone_on__isnull=False) & ~models.Q(milestone=""),
                name="desk_long_case_has_milestone",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "-opened_at", "-id"], name="desk_newest"),
            models.Index(fields=["park", "kind", "-opened_at", "-id"], name="desk_by_kind"),
            models.Index(fields=["park", "unit", "-opened_at", "-id"], name="desk_by_unit"),
            models.Index(fields=["park", "officer", "-opened_at", "-id"], name="desk_by_officer"),
            models.Index(fields=["park", "status", "-opened_at", "-id"], name="desk_by_status"),
            models.Index(fields=["park", "level", "-opened_at", "-id"], name="desk_by_level"),
            models.Index(fields=["park", "score", "-opened_at", "-id"], name="desk_by_score"),
            models.Index(fields=["enterprise", "-opened_at", "-id"], name="desk_by_enterprise"),
            GinIndex(
                fields=["co_units"],
                condition=models.Q(co_units__isnull=False),
                name="desk_by_co_units",
            ),
            models.Index(
                fields=["park", "subkind", "-opened_at", "-id"],
                condition=models.Q(kind=RequestKind.ADV),
                name="desk_by_voice",
            ),
            models.Index(fields=["park", "resolved_at"], name="desk_by_resolved"),
            models.Index(
                fields=["park", "next_due_at", "id"], condition=OPEN, name="desk_open_by_due"
            ),
            models.Index(
                fields=["park", "unit", "next_due_at", "id"],
                condition=OPEN,
                name="desk_open_by_unit_due",
            ),
            models.Index(
                fields=["park", "officer", "next_due_at", "id"],
                condition=OPEN,
                name="desk_open_by_officer_due",
            ),
            models.Index(
                fields=["park", "warn_at", "next_due_at"], condition=OPEN, name="desk_open_by_warn"
            ),
            models.Index(
                fields=["park", "officer", "resolved_at", "id"],
                condition=models.Q(status=RequestStatus.RESOLVED, score__isnull=True),
                name="desk_to_rate",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RequestText(models.Model):
    """检索文本 Everything the office may search in a request, with its bigrams."""

    request = models.OneToOneField(
        ServiceRequest,
        models.CASCADE,
        primary_key=True,
        related_name="text",
        verbose_name=_("request"),
    )
    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    words = models.TextField(_("searchable text"))
    bigrams = SearchVectorField(_("bigrams"), null=True)

    class Meta:
        verbose_name = _("searchable text")
        indexes: ClassVar = [GinIndex(fields=["bigrams"], name="desk_text_bigrams")]

    def __str__(self) -> str:
        return str(self.pk)


class Promise(models.Model):
    """承诺 One clock of a request: what was promised, and when it was kept."""

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="+", verbose_name=_("park"), db_index=False
    )
    request = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="promises", verbose_name=_("request")
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    position = models.PositiveSmallIntegerField(_("position"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices)
    amount = models.PositiveSmallIntegerField(_("amount"))
    unit = models.CharField(_("counted in"), max_length=2, choices=AmountUnit.choices)
    start_at = models.DateTimeField(_("starts"))
    due_at = models.DateTimeField(_("due"))
    warn_at = models.DateTimeField(_("yellow from"))
    paused_minutes = models.PositiveIntegerField(_("paused working minutes"), default=0)
    extended_minutes = models.PositiveIntegerField(_("extended working minutes"), default=0)
    met_at = models.DateTimeField(_("met at"), null=True, blank=True)
    is_provisional = models.BooleanField(_("provisional"), default=False)

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering: ClassVar = ["round", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "round", "position"], name="desk_promise_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "stage", "due_at"], name="desk_promise_due"),
            models.Index(
                fields=["park", "due_at"],
                condition=models.Q(met_at__isnull=True),
                name="desk_promise_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.stage}"
