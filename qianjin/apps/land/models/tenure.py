from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Park, Unit

from ..choices import RightKind
from .parcels import Parcel

Q = models.Q


class Tenure(models.Model):
    """权属份额 What part of a parcel somebody owns, as an exact fraction."""

    parcel = models.ForeignKey(
        Parcel, models.CASCADE, related_name="tenures", verbose_name=_("parcel")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    holder = models.CharField(_("other owner"), max_length=80, blank=True)
    numerator = models.PositiveBigIntegerField(_("numerator"))
    denominator = models.PositiveBigIntegerField(_("denominator"))
    basis = models.CharField(_("basis"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("ownership share")
        verbose_name_plural = _("ownership shares")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(numerator__gt=0, numerator__lte=models.F("denominator")),
                name="land_share_is_a_fraction",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) ^ Q(holder=""), name="land_share_has_one_owner"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "parcel"], name="land_shares_of_unit")]

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"

    @property
    def share(self) -> Fraction:
        """The share, in lowest terms."""
        return Fraction(self.numerator, self.denominator)

    @property
    def holder_name(self) -> str:
        """Who owns it, in the reader's language where it has two names."""
        return self.unit.name if self.unit else self.holder


class LandRight(models.Model):
    """权利 A right on a parcel that is not ownership: use, lease, mortgage, easement."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    parcel = models.ForeignKey(
        Parcel, models.CASCADE, related_name="rights", verbose_name=_("parcel")
    )
    kind = models.CharField(_("kind of right"), max_length=10, choices=RightKind.choices)
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="land_rights",
        verbose_name=_("enterprise"),
    )
    holder = models.CharField(_("other holder"), max_length=80, blank=True)
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)
    start_by = models.DateField(_("building to begin by"), null=True, blank=True)
    started_on = models.DateField(_("building began on"), null=True, blank=True)
    amount_wan = models.DecimalField(
        _("amount (10,000 yuan)"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    document = models.CharField(_("document"), max_length=80, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("right on a parcel")
        verbose_name_plural = _("rights on parcels")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(enterprise__isnull=True) ^ Q(holder=""),
                name="land_right_has_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(until_on=None) | Q(until_on__gte=models.F("from_on")),
                name="land_right_in_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "enterprise", "-id"], name="land_rights_of_firm")
        ]

    def __str__(self) -> str:
        return self.kind
