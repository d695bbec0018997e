from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.enterprises.choices import Sector
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Park, Unit
from qianjin.apps.prospects.models import Contact, Organisation

from ..choices import LostReason, Meaning, Source
from .pipelines import Pipeline, Stage

Q = models.Q


def wan(label: object) -> models.DecimalField:
    """An amount in 万元; unknown is not zero."""
    return models.DecimalField(label, max_digits=14, decimal_places=4, null=True, blank=True)  # type: ignore[arg-type]


class Project(models.Model):
    """
    招商项目 A lead or project on its one thread; amounts in 万元, land in 亩.

    ``meaning``, ``stage_since``, ``touched_at`` and ``cold_on`` repeat what stage, moves and
    touches say, so that lists need not look; ``cold_on`` is the day from which it counts as cold.
    """

    park = models.ForeignKey(Park, models.CASCADE, related_name="projects", verbose_name=_("park"))
    number = models.CharField(_("number"), max_length=24)
    name = models.CharField(_("name"), max_length=80)
    pipeline = models.ForeignKey(
        Pipeline, models.PROTECT, related_name="projects", verbose_name=_("pipeline")
    )
    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="projects", verbose_name=_("stage")
    )
    meaning = models.CharField(
        _("meaning"), max_length=8, choices=Meaning.choices, default=Meaning.OPEN
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("organisation"),
    )
    contact = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("contact"),
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("enterprise of the park"),
    )
    sector = models.CharField(_("sector"), max_length=10, choices=Sector.choices)
    source = models.CharField(_("source"), max_length=12, choices=Source.choices)
    source_words = models.CharField(_("source, in words"), max_length=120, blank=True)
    city = models.CharField(_("city of origin"), max_length=8, blank=True)
    investment_wan = wan(_("total investment (10,000 yuan)"))
    fixed_wan = wan(_("fixed assets (10,000 yuan)"))
    land_mu = models.DecimalField(
        _("land needed (mu)"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    power_kva = models.DecimalField(
        _("power (kVA)"), max_digits=10, decimal_places=1, null=True, blank=True
    )
    output_wan = wan(_("output a year (10,000 yuan)"))
    tax_wan = wan(_("tax a year (10,000 yuan)"))
    jobs = models.PositiveIntegerField(_("jobs"), null=True, blank=True)
    chain_node = models.CharField(_("node of the chain"), max_length=60, blank=True)
    rivals = models.CharField(_("competing places"), max_length=200, blank=True)
    park_watches = models.TextField(_("what the park watches"), blank=True)
    firm_needs = models.TextField(_("what the enterprise needs"), blank=True)
    common_ground = models.TextField(_("common ground"), blank=True)
    obstacles = models.TextField(_("obstacles"), blank=True)
    about = models.TextField(_("what it is about"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("section")
    )
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_on = models.DateField(_("next step on"), null=True, blank=True)
    next_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("next step by"),
    )
    opened_at = models.DateTimeField(_("entered at"))
    stage_since = models.DateTimeField(_("in this stage since"))
    touched_at = models.DateTimeField(_("last in touch"))
    cold_on = models.DateField(_("cold from"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    lost_reason = models.CharField(
        _("reason of the loss"), max_length=12, choices=LostReason.choices, blank=True
    )
    lost_words = models.CharField(_("about the loss"), max_length=400, blank=True)
    lost_from = models.ForeignKey(
        Stage, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lost from")
    )
    revive_on = models.DateField(_("to be revived on"), null=True, blank=True)
    tags = ArrayField(
        models.CharField(max_length=20), verbose_name=_("tags"), default=list, blank=True
    )
    is_demo = models.BooleanField(_("demonstration"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)
    search_text = models.TextField(_("searchable text"), blank=True)
    search = SearchVectorField(_("bigrams"), null=True)

    class Meta:
        verbose_name = _("investment project")
        verbose_name_plural = _("investment projects")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "number"], name="investment_number_once"),
            models.CheckConstraint(
                condition=Q(next_step="", next_on=None)
                | ~Q(next_step="") & Q(next_on__isnull=False),
                name="investment_step_has_day",
            ),
            models.CheckConstraint(
                condition=Q(lost_reason="") | Q(lost_from__isnull=False),
                name="investment_lost_from_somewhere",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "-id"], name="investment_newest"),
            models.Index(fields=["park", "meaning", "-id"], name="investment_by_meaning"),
            # What the pages of figures add up stands in this index, so that none reads the rows.
            models.Index(
                fields=["park", "meaning", "owner", "city"],
                include=[
                    "investment_wan",
                    "cold_on",
                    "next_on",
                    "pipeline",
                    "sector",
                    "lost_reason",
                ],
                name="investment_figures",
            ),
            models.Index(fields=["pipeline", "opened_at"], name="investment_by_opening"),
            models.Index(fields=["park", "pipeline", "-id"], name="investment_by_pipeline"),
            models.Index(fields=["park", "stage", "-id"], name="investment_by_stage"),
            models.Index(fields=["stage", "next_on", "id"], name="investment_board"),
            models.Index(fields=["park", "sector", "-id"], name="investment_by_sector"),
            models.Index(fields=["park", "city", "-id"], name="investment_by_city"),
            models.Index(fields=["park", "source", "-id"], name="investment_by_source"),
            models.Index(fields=["owner", "park", "-id"], name="investment_by_owner"),
            models.Index(fields=["unit", "-id"], name="investment_by_unit"),
            models.Index(fields=["organisation", "-id"], name="investment_by_organisation"),
            models.Index(
                fields=["park", "next_on", "id"],
                name="investment_by_next",
                condition=Q(next_on__isnull=False),
            ),
            models.Index(
                fields=["next_by", "next_on"],
                name="investment_steps_of",
                condition=Q(next_on__isnull=False),
            ),
            models.Index(
                fields=["park", "cold_on", "id"],
                name="investment_cold",
                condition=Q(cold_on__isnull=False),
            ),
            models.Index(
                fields=["park", "investment_wan", "id"],
                name="investment_by_amount",
                condition=Q(investment_wan__isnull=False),
            ),
            models.Index(fields=["park", "stage_since", "id"], name="investment_by_waiting"),
            models.Index(fields=["park", "touched_at", "id"], name="investment_by_touch"),
            models.Index(
                fields=["park", "revive_on", "id"],
                name="investment_revivals",
                condition=Q(revive_on__isnull=False),
            ),
            models.Index(
                fields=["park", "lost_reason", "-id"],
                name="investment_by_loss",
                condition=~Q(lost_reason=""),
            ),
            models.Index(
                fields=["park", "signed_on"],
                name="investment_by_signing",
                condition=Q(signed_on__isnull=False),
            ),
            GinIndex(fields=["search"], name="investment_search"),
        ]

    def __str__(self) -> str:
        return self.name


class Move(models.Model):
    """项目推进 A project went from one stage to another: who, when, after how long."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    project = models.ForeignKey(
        Project, models.CASCADE, related_name="moves", verbose_name=_("investment project")
    )
    before = models.ForeignKey(
        Stage, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("from")
    )
    after = models.ForeignKey(Stage, models.PROTECT, related_name="+", verbose_name=_("to"))
    at = models.DateTimeField(_("at"))
    seconds = models.PositiveBigIntegerField(_("seconds in the stage before"), default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    by_name = models.CharField(_("by (name)"), max_length=80, blank=True)
    words = models.CharField(_("words"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("move of a project")
        verbose_name_plural = _("moves of projects")
        indexes: ClassVar = [
            models.Index(fields=["project", "-at", "-id"], name="investment_moves_of"),
            models.Index(
                fields=["park", "at", "id"],
                include=["before", "seconds"],
                name="investment_moves_in_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.before_id} {self.after_id}"
