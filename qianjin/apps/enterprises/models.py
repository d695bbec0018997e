from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.accounts.models import Invitation
from qianjin.apps.parks.models import Park

from .choices import (
    EnterpriseStatus,
    ImportState,
    RowKind,
    RowOutcome,
    Sector,
    ThreadKind,
    Tier,
)


class Enterprise(models.Model):
    """企业 A firm on the park's books."""

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="enterprises", verbose_name=_("park")
    )
    name = models.CharField(_("name"), max_length=120)
    name_order = models.GeneratedField(
        # By pinyin, in every PostgreSQL: the one in the wheel knows no Chinese collation.
        expression=models.Func(models.F("name"), function="enterprises_name_order"),
        output_field=models.BinaryField(),
        db_persist=True,
        verbose_name=_("place among names"),
    )
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    name_key = models.CharField(_("normalised name"), max_length=120, db_index=False)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    industry = models.CharField(_("industry (GB/T 4754)"), max_length=5, blank=True)
    sector = models.CharField(
        _("sector"), max_length=10, choices=Sector.choices, default=Sector.OTHER
    )
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices, default=Tier.SMALL)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=EnterpriseStatus.choices,
        default=EnterpriseStatus.OPERATING,
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="enterprises",
        verbose_name=_("officer responsible"),
    )
    address = models.CharField(_("address"), max_length=120, blank=True)
    opened_on = models.DateField(_("in the park since"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name=_("merged into"),
    )
    is_demo = models.BooleanField(_("demonstration"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)
    search_text = models.TextField(_("searchable text"), blank=True)
    search = SearchVectorField(_("bigrams"), null=True)

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["park", "credit_code"],
                condition=~models.Q(credit_code="") & models.Q(merged_into__isnull=True),
                name="enterprises_credit_code_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "name_order", "id"], name="enterprises_by_name"),
            models.Index(fields=["park", "-id"], name="enterprises_newest"),
            models.Index(fields=["park", "name_key"], name="enterprises_by_key"),
            models.Index(fields=["park", "tier", "name_order", "id"], name="enterprises_by_tier"),
            models.Index(
                fields=["park", "sector", "name_order", "id"], name="enterprises_by_sector"
            ),
            models.Index(
                fields=["park", "status", "name_order", "id"], name="enterprises_by_status"
            ),
            models.Index(
                fields=["park", "officer", "name_order", "id"], name="enterprises_by_officer"
            ),
            models.Index(
                fields=["park", "industry", "name_order", "id"], name="enterprises_by_trade"
            ),
            GinIndex(fields=["search"], name="enterprises_search"),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """联系人 A person at an enterprise; with an account, they can ask for it."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="contacts", verbose_name=_("park"))
    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="contacts", verbose_name=_("enterprise")
    )
    name = models.CharField(_("name"), max_length=40)
    post = models.CharField(_("post"), max_length=40, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_primary = models.BooleanField(_("first to call"), default=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("account"),
    )
    invitation = models.ForeignKey(
        Invitation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("invitation"),
    )
    left_on = models.DateField(_("left on"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering: ClassVar = ["-is_primary", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enterprise", "user"],
                condition=models.Q(user__isnull=False),
                name="enterprises_contact_account_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "park"], name="enterprises_contact_user")]

    def __str__(self) -> str:
        return self.name


class YearFigures(models.Model):
    """年度数据 What an enterprise reported for one year; money in 万元, land in 亩."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="figures", verbose_name=_("park"))
    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="figures", verbose_name=_("enterprise")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    output_wan = models.DecimalField(
        _("output (10,000 yuan)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    revenue_wan = models.DecimalField(
        _("revenue (10,000 yuan)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    tax_wan = models.DecimalField(
        _("tax (10,000 yuan)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    land_mu = models.DecimalField(
        _("land (mu)"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    energy_tce = models.DecimalField(
        _("energy (tonnes of standard coal)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
    )
    rnd_wan = models.DecimalField(
        _("research and development (10,000 yuan)"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("yearly figures")
        verbose_name_plural = _("yearly figures")
        ordering: ClassVar = ["-year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enterprise", "year"], name="enterprises_figures_once"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.year}"


class ThreadEntry(models.Model):
    """全程 One line on an enterprise's timeline, written by whichever desk it happened at."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="thread", verbose_name=_("park"))
    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="thread", verbose_name=_("enterprise")
    )
    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("kind"), max_length=20, choices=ThreadKind.choices)
    by_name = models.CharField(_("by"), max_length=80, blank=True)
    text = models.CharField(_("text"), max_length=400, blank=True)
    object_kind = models.CharField(_("kind of object"), max_length=40, blank=True)
    object_ref = models.CharField(_("reference"), max_length=60, blank=True)
    is_internal = models.BooleanField(_("internal"), default=False)

    class Meta:
        verbose_name = _("thread entry")
        verbose_name_plural = _("thread entries")
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["enterprise", "-at", "-id"], name="enterprises_thread_order")
        ]

    def __str__(self) -> str:
        return self.kind


class ImportBatch(models.Model):
    """导入批次 An uploaded table between its preview and its taking over."""

    State = ImportState

    park = models.ForeignKey(Park, models.CASCADE, related_name="imports", verbose_name=_("park"))
    file_name = models.CharField(_("file"), max_length=200)
    sheet = models.JSONField(_("rows as read"), default=list)
    mapping = models.JSONField(_("columns"), default=dict)
    outcome = models.JSONField(_("outcome"), default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.PREVIEW
    )
    decisions = models.JSONField(_("decisions"), default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made at"))
    done_at = models.DateTimeField(_("taken over at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("import batch")
        verbose_name_plural = _("import batches")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """导入行 One row of a table: how it was judged in the preview, and what became of it."""

    Kind = RowKind
    Became = RowOutcome

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    batch = models.ForeignKey(
        ImportBatch, models.CASCADE, related_name="rows", verbose_name=_("import batch")
    )
    number = models.PositiveIntegerField(_("row in the file"))
    name = models.CharField(_("name as read"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=RowKind.choices)
    is_warned = models.BooleanField(_("with a remark"), default=False)
    judged = models.JSONField(_("judgement"), default=dict)
    became = models.CharField(_("outcome"), max_length=10, choices=RowOutcome.choices, blank=True)
    enterprise = models.ForeignKey(
        Enterprise,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("enterprise"),
    )
    trace = models.JSONField(_("what undoing gives back"), default=dict)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        ordering: ClassVar = ["batch", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="enterprises_import_row_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["batch", "kind", "number"], name="enterprises_import_kind"),
            models.Index(fields=["batch", "became", "number"], name="enterprises_import_became"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"


class Merge(models.Model):
    """合并 Two entries for one enterprise made into one; ``moved`` is what undoing gives back."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="merges", verbose_name=_("park"))
    kept = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="merges_kept", verbose_name=_("kept")
    )
    dropped = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="merges_dropped", verbose_name=_("merged away")
    )
    moved = models.JSONField(_("what moved"), default=dict)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("merged by")
    )
    merged_at = models.DateTimeField(_("merged at"))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("dropped")), name="enterprises_merge_two"
            ),
            models.CheckConstraint(
                condition=models.Q(undone_by__isnull=True, undone_at__isnull=True)
                | models.Q(undone_by__isnull=False, undone_at__isnull=False),
                name="enterprises_merge_undone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kept_id} < {self.dropped_id}"


class Distinct(models.Model):
    """不是同一家 Somebody has looked: these two alike names belong to two firms."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    lower = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="+", verbose_name=_("one enterprise")
    )
    upper = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="+", verbose_name=_("the other enterprise")
    )
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("said by")
    )
    said_at = models.DateTimeField(_("said at"))

    class Meta:
        verbose_name = _("pair of distinct enterprises")
        verbose_name_plural = _("pairs of distinct enterprises")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lower", "upper"], name="enterprises_distinct_once"),
            models.CheckConstraint(
                condition=models.Q(lower__lt=models.F("upper")), name="enterprises_distinct_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lower_id} / {self.upper_id}"
