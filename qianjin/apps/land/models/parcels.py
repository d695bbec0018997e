from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qianjin.apps.parks.models import FileRow, Park, Unit

from ..choices import (
    INDICATOR_UNITS,
    Bound,
    EventKind,
    IndicatorKind,
    LandSector,
    LowState,
    Origin,
    ParcelState,
)

Q = models.Q
OPEN = Q(closed_on=None)
MU = Decimal("0.0015")
"""亩 in a ㎡: 15 亩 are a hectare (GB 3100)."""


class LandSettings(models.Model):
    """地块设置 The zone a park's areas are computed in, and when it calls land ill used."""

    park = models.OneToOneField(
        Park, models.CASCADE, primary_key=True, related_name="land", verbose_name=_("park")
    )
    zone = models.PositiveSmallIntegerField(_("Gauss-Krüger zone"), default=40)
    low_tax_wan = models.DecimalField(
        _("least tax per mu (10,000 yuan)"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        default=Decimal(5),
    )
    low_idle_months = models.PositiveSmallIntegerField(
        _("idle after (months)"), null=True, blank=True, default=12
    )
    low_grade_d = models.BooleanField(_("grade D counts"), default=True)
    low_contract = models.BooleanField(_("being behind the contract counts"), default=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("settings of the parcel book")

    def __str__(self) -> str:
        return str(self.zone)


class LayerVersion(models.Model):
    """图层版本 Counted up by every act that changes what the map shows."""

    park = models.OneToOneField(
        Park, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("park")
    )
    version = models.PositiveBigIntegerField(_("version"), default=1)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("version of the layer")

    def __str__(self) -> str:
        return str(self.version)


class Parcel(models.Model):
    """
    地块 A piece of land with one boundary; approved, or closed by what replaced it.

    ``shape`` is a 2D MultiPolygon in WKB, CGCS2000 longitude and latitude in degrees (EPSG:4490
    with east first). ``west``…``north`` are its bounds, so that a box is asked of an index.
    ``main_owner``, ``is_enclave``, ``low_use``, ``ready_likely`` and ``stage`` repeat what other
    rows say, for lists and maps.
    """

    park = models.ForeignKey(Park, models.CASCADE, related_name="parcels", verbose_name=_("park"))
    number = models.CharField(_("parcel number"), max_length=40)
    name = models.CharField(_("name"), max_length=80, blank=True)
    village = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lies in the village"),
    )
    sector = models.CharField(
        _("industry platform"), max_length=10, choices=LandSector.choices, blank=True
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ParcelState.choices, default=ParcelState.PLANNED
    )
    shape = models.BinaryField(_("boundary"))
    west = models.FloatField(_("west"))
    south = models.FloatField(_("south"))
    east = models.FloatField(_("east"))
    north = models.FloatField(_("north"))
    area_plane = models.DecimalField(_("computed area (㎡)"), max_digits=14, decimal_places=2)
    area_stated = models.DecimalField(
        _("stated area (㎡)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    origin = models.CharField(_("origin of the boundary"), max_length=10, choices=Origin.choices)
    accuracy_m = models.DecimalField(
        _("accuracy (m)"), max_digits=8, decimal_places=3, null=True, blank=True
    )
    use_code = models.CharField(_("land use code"), max_length=12, blank=True)
    use_name = models.CharField(pgettext_lazy("land", "use"), max_length=40, blank=True)
    far_min = models.DecimalField(
        _("floor area ratio, least"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    far_max = models.DecimalField(
        _("floor area ratio, most"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    density_max = models.DecimalField(
        _("building density, most (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    height_max = models.DecimalField(
        _("building height, most (m)"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    green_max = models.DecimalField(
        _("greenery, most (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    price_per_mu = models.DecimalField(
        _("price (10,000 yuan per mu)"), max_digits=12, decimal_places=4, null=True, blank=True
    )
    utilities = models.JSONField(_("utilities at the line"), default=dict, blank=True)
    power_kva = models.DecimalField(
        _("power at the line (kVA)"), max_digits=10, decimal_places=1, null=True, blank=True
    )
    water_tpd = models.DecimalField(
        _("water at the line (t a day)"), max_digits=10, decimal_places=1, null=True, blank=True
    )
    frontage_m = models.DecimalField(
        _("road frontage (m)"), max_digits=8, decimal_places=1, null=True, blank=True
    )
    soil = models.CharField(_("soil"), max_length=400, blank=True)
    remark = models.CharField(_("remark"), max_length=400, blank=True)
    main_owner = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner of the largest share"),
    )
    is_enclave = models.BooleanField(_("owned from elsewhere"), default=False)
    low_use = models.CharField(
        _("low-efficiency land"), max_length=10, choices=LowState.choices, blank=True
    )
    ready_likely = models.DateField(_("likely ready on"), null=True, blank=True)
    stage = models.CharField(_("stage"), max_length=40, blank=True)
    opened_on = models.DateField(_("in the book since"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    is_demo = models.BooleanField(_("demonstration"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "number"], name="land_number_once"),
            models.CheckConstraint(condition=Q(area_plane__gt=0), name="land_area_above_zero"),
            models.CheckConstraint(
                condition=Q(west__lte=models.F("east"), south__lte=models.F("north")),
                name="land_bounds_in_order",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=models.F("opened_on")),
                name="land_closed_after_opened",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "state", "number"], condition=OPEN, name="land_by_state"),
            models.Index(
                fields=["park", "village", "number"], condition=OPEN, name="land_by_village"
            ),
            models.Index(
                fields=["park", "main_owner", "number"], condition=OPEN, name="land_by_owner"
            ),
            models.Index(
                fields=["park", "sector", "number"], condition=OPEN, name="land_by_sector"
            ),
            models.Index(
                fields=["park", "low_use", "number"], condition=OPEN, name="land_by_low_use"
            ),
            models.Index(
                fields=["park", "number"],
                condition=OPEN & Q(is_enclave=True),
                name="land_enclaves",
            ),
            models.Index(
                fields=["park", "-area_plane", "number"], condition=OPEN, name="land_by_area"
            ),
            models.Index(
                fields=["park", "west", "east", "south", "north"],
                condition=OPEN,
                name="land_by_box",
            ),
            models.Index(fields=["park", "-closed_on", "number"], name="land_by_closing"),
            models.Index(fields=["park", "-opened_on", "number"], name="land_by_opening"),
            models.Index(
                fields=["park", "name"],
                opclasses=["int8_ops", "varchar_pattern_ops"],
                name="land_by_name",
            ),
            models.Index(
                fields=["park", "number"],
                opclasses=["int8_ops", "varchar_pattern_ops"],
                name="land_by_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()

    @property
    def mu(self) -> Decimal:
        """Computed area, 亩."""
        return self.area_plane * MU

    @property
    def hectares(self) -> Decimal:
        """Computed area, 公顷."""
        return self.area_plane / 10_000


class ParcelIndicator(models.Model):
    """标准地指标 One figure that whoever gets the parcel has to reach."""

    parcel = models.ForeignKey(
        Parcel, models.CASCADE, related_name="indicators", verbose_name=_("parcel")
    )
    kind = models.CharField(_("indicator"), max_length=16, choices=IndicatorKind.choices)
    bound = models.CharField(
        _("bound"), max_length=8, choices=Bound.choices, default=Bound.AT_LEAST
    )
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=4)

    class Meta:
        verbose_name = _("indicator of a parcel")
        verbose_name_plural = _("indicators of parcels")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parcel", "kind"], name="land_indicator_once"),
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def unit(self) -> str:
        """In what it is counted."""
        return INDICATOR_UNITS.get(self.kind, "")


class ParcelFile(FileRow):
    """地块资料 A photograph or a document of a parcel, checked as every attachment is."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    parcel = models.ForeignKey(
        Parcel, models.CASCADE, related_name="files", verbose_name=_("parcel")
    )
    caption = models.CharField(_("caption"), max_length=80, blank=True)
    by_name = models.CharField(_("by"), max_length=80)
    at = models.DateTimeField(_("at"))
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("file of a parcel")
        verbose_name_plural = _("files of parcels")
        ordering: ClassVar = ["id"]


class ParcelEvent(models.Model):
    """地块经过 One line on the thread of a parcel."""

    parcel = models.ForeignKey(
        Parcel, models.CASCADE, related_name="events", verbose_name=_("parcel")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=EventKind.choices)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    by_name = models.CharField(_("by"), max_length=80, blank=True)
    words = models.CharField(_("words"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("event of a parcel")
        verbose_name_plural = _("events of parcels")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["parcel", "-id"], name="land_events")]

    def __str__(self) -> str:
        return self.kind
