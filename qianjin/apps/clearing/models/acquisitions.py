from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.land.models import Parcel
from qianjin.apps.parks.models import Park, Unit

from ..choices import AcquisitionState, Counted, Ground, MeetMeans, ObjectionState, Outcome

Q = models.Q


class Acquisition(models.Model):
    """征收 One parcel that is being taken from its villages, step by step."""

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="acquisitions", verbose_name=_("park")
    )
    parcel = models.ForeignKey(
        Parcel, models.PROTECT, related_name="acquisitions", verbose_name=_("parcel")
    )
    project = models.CharField(_("for the project"), max_length=80, blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=AcquisitionState.choices,
        default=AcquisitionState.UNDER_WAY,
    )
    needs_tract = models.BooleanField(_("needs a tract development plan"), default=False)
    has_state_buildings = models.BooleanField(_("buildings on state land"), default=False)
    needs_checks = models.BooleanField(_("archaeology, soil or hazard checks"), default=False)
    has_hearing = models.BooleanField(_("a hearing is due"), default=False)
    arable_ha = models.DecimalField(
        _("arable land (ha)"), max_digits=10, decimal_places=4, null=True, blank=True
    )
    has_permanent_farmland = models.BooleanField(_("permanent basic farmland"), default=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened at"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("acquisition")
        verbose_name_plural = _("acquisitions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["parcel"],
                condition=~Q(state="stopped"),
                name="clearing_acquired_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "-id"], name="clearing_acq_newest"),
            models.Index(fields=["park", "state", "-id"], name="clearing_acq_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id}"


class VillagePart(models.Model):
    """
    村份额 What one village has in an acquisition: households, money, who was met last.

    ``signed``, ``vacated``, ``paid``, ``open_objections`` and ``last_met_on`` repeat what the
    entries say, for the board.
    """

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    acquisition = models.ForeignKey(
        Acquisition, models.CASCADE, related_name="parts", verbose_name=_("acquisition")
    )
    village = models.ForeignKey(
        Unit, models.PROTECT, related_name="clearing_parts", verbose_name=_("village")
    )
    households = models.PositiveIntegerField(_("households"), default=0)
    members = models.PositiveIntegerField(_("members of the collective"), default=0)
    due = models.DecimalField(_("money due (yuan)"), max_digits=16, decimal_places=2, default=0)
    signed = models.PositiveIntegerField(_("households signed"), default=0)
    vacated = models.PositiveIntegerField(_("households vacated"), default=0)
    paid = models.DecimalField(_("money paid (yuan)"), max_digits=16, decimal_places=2, default=0)
    open_objections = models.PositiveIntegerField(_("open objections"), default=0)
    last_met_on = models.DateField(_("last met on"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("part of a village")
        verbose_name_plural = _("parts of villages")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["acquisition", "village"], name="clearing_village_once"
            ),
            models.CheckConstraint(
                condition=Q(signed__lte=models.F("households"))
                & Q(vacated__lte=models.F("signed")),
                name="clearing_households_in_order",
            ),
            models.CheckConstraint(
                condition=Q(paid__gte=0, paid__lte=models.F("due")), name="clearing_paid_up_to_due"
            ),
            models.CheckConstraint(
                condition=Q(vacated=0) | Q(paid=models.F("due")),
                name="clearing_vacates_after_payment",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "village"], name="clearing_part_by_village"),
        ]

    def __str__(self) -> str:
        return f"{self.acquisition_id} {self.village_id}"

    @property
    def is_paid(self) -> bool:
        """Whether compensation is paid in full; not while it is unknown how much is due."""
        return self.due > 0 and self.paid >= self.due


class CountEntry(models.Model):
    """计数记录 Households or money added to the count of a village; taken back by an entry."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    part = models.ForeignKey(
        VillagePart, models.CASCADE, related_name="entries", verbose_name=_("part of a village")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Counted.choices)
    on = models.DateField(_("day"))
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)
    words = models.CharField(_("remark"), max_length=400, blank=True)
    by_name = models.CharField(_("entered by"), max_length=80)
    at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("counted entry")
        verbose_name_plural = _("counted entries")
        indexes: ClassVar = [models.Index(fields=["part", "-id"], name="clearing_entries")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class Objection(models.Model):
    """异议 What households hold against the plan; by their number, never by name."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    part = models.ForeignKey(
        VillagePart, models.CASCADE, related_name="objections", verbose_name=_("part of a village")
    )
    household = models.CharField(_("household number"), max_length=40)
    members = models.PositiveIntegerField(_("members"), default=1)
    ground = models.CharField(_("ground"), max_length=10, choices=Ground.choices)
    words = models.CharField(_("what is objected"), max_length=400)
    raised_on = models.DateField(_("raised on"))
    state = models.CharField(
        _("state"), max_length=10, choices=ObjectionState.choices, default=ObjectionState.OPEN
    )
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=400, blank=True)
    by_name = models.CharField(_("entered by"), max_length=80)
    at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="open", settled_on=None)
                | ~Q(state="open") & Q(settled_on__gte=models.F("raised_on")),
                name="clearing_objection_settled_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["part", "-id"], name="clearing_objections"),
        ]

    def __str__(self) -> str:
        return self.household


class Hearing(models.Model):
    """听证 A hearing on the plan of compensation."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    acquisition = models.ForeignKey(
        Acquisition, models.CASCADE, related_name="hearings", verbose_name=_("acquisition")
    )
    village = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("village"))
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=80, blank=True)
    present = models.PositiveIntegerField(_("people present"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    words = models.CharField(_("words"), max_length=400, blank=True)
    by_name = models.CharField(_("entered by"), max_length=80)
    at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("hearing")
        verbose_name_plural = _("hearings")

    def __str__(self) -> str:
        return self.held_on.isoformat()


class Meeting(models.Model):
    """对接 Who was met when, by whom, and what was said; offline beside the online state."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    part = models.ForeignKey(
        VillagePart, models.CASCADE, related_name="meetings", verbose_name=_("part of a village")
    )
    on = models.DateField(_("day"))
    means = models.CharField(_("how"), max_length=8, choices=MeetMeans.choices)
    whom = models.CharField(_("who was met"), max_length=80)
    households = models.PositiveIntegerField(_("households spoken to"), null=True, blank=True)
    words = models.CharField(_("what was said"), max_length=400)
    next_on = models.DateField(_("to be met again on"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("officer")
    )
    by_name = models.CharField(_("entered by"), max_length=80)
    at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        indexes: ClassVar = [
            models.Index(fields=["part", "-on", "-id"], name="clearing_meetings"),
            models.Index(fields=["park", "-on", "-id"], name="clearing_meetings_of_park"),
        ]

    def __str__(self) -> str:
        return self.whom
