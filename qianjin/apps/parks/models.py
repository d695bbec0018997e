from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .choices import UnitKind, YearStatus


def default_opening() -> list[list[str]]:
    """The opening hours of the issue: 08:30-12:00 and 13:30-17:30."""
    return [["08:30", "12:00"], ["13:30", "17:30"]]


class TwoNames(models.Model):
    """双语名 A name in Chinese and, where it has one, in English."""

    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        english = (get_language() or "").startswith("en")
        return self.name_en if english and self.name_en else self.name_zh


class FileRow(models.Model):
    """存件 A file as ``services.files`` keeps it; its heirs say what it belongs to."""

    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("hash"), max_length=64)
    path = models.CharField(_("path"), max_length=200)
    preview = models.CharField(_("path of the preview"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Park(TwoNames):
    """园区 An industrial park and its settings; every other row belongs to one."""

    slug = models.SlugField(_("short name in addresses"), max_length=24, unique=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Shanghai")
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=120, blank=True)
    number_prefix = models.CharField(_("prefix of document numbers"), max_length=8, blank=True)
    calendar_version = models.PositiveIntegerField(_("version of the calendar"), default=1)
    is_demo = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        verbose_name = _("park")
        verbose_name_plural = _("parks")


class Unit(TwoNames):
    """单位 A section of the office, a bureau, a town or a village."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="units", verbose_name=_("park"))
    code = models.SlugField(_("code"), max_length=24)
    kind = models.CharField(_("kind"), max_length=10, choices=UnitKind.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering: ClassVar = ["kind", "position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "code"], name="parks_unit_code_once"),
        ]


class WorkingCalendar(TwoNames):
    """工作日历 Opening hours laid over the park's days; a park may have several."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="calendars", verbose_name=_("park"))
    code = models.SlugField(_("code"), max_length=24)
    opening = models.JSONField(_("opening hours"), default=default_opening)
    is_default = models.BooleanField(_("default"), default=False)

    class Meta:
        verbose_name = _("working calendar")
        verbose_name_plural = _("working calendars")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "code"], name="parks_calendar_code_once"),
            models.UniqueConstraint(
                fields=["park"],
                condition=models.Q(is_default=True),
                name="parks_calendar_one_default",
            ),
        ]


class CalendarYear(models.Model):
    """日历年份 One year of the park's days: official, or computed and therefore provisional."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="years", verbose_name=_("park"))
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1949), MaxValueValidator(2200)]
    )
    status = models.CharField(_("status"), max_length=12, choices=YearStatus.choices)
    source = models.CharField(_("source"), max_length=200)
    imported_by = models.CharField(_("imported by"), max_length=80, blank=True)
    imported_at = models.DateTimeField(_("imported at"))

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        ordering: ClassVar = ["-year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "year"], name="parks_year_once"),
        ]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """特别日 A day that is not what its weekday says: a holiday, or a make-up working day.

    With ``calendar`` empty it holds for the whole park; otherwise for that calendar alone.
    """

    park = models.ForeignKey(Park, models.CASCADE, related_name="days", verbose_name=_("park"))
    calendar = models.ForeignKey(
        WorkingCalendar,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="days",
        verbose_name=_("working calendar"),
    )
    day = models.DateField(_("day"))
    is_working = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["park", "calendar", "day"],
                name="parks_day_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.day.isoformat()


class Counter(models.Model):
    """编号 The last number given out under a name and a period, for instance requests of a day."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="counters", verbose_name=_("park"))
    name = models.CharField(_("name"), max_length=40)
    period = models.CharField(_("period"), max_length=12)
    value = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("counter")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "name", "period"], name="parks_counter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.period}: {self.value}"


class ChronicleEntry(models.Model):
    """大事记 Something the park looks back on, with the source that says so."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="chronicle", verbose_name=_("park"))
    on = models.DateField(_("day"))
    is_month = models.BooleanField(_("only the month is known"), default=False)
    text_zh = models.CharField(_("what happened"), max_length=200)
    text_en = models.CharField(_("what happened, in English"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("chronicle entry")
        verbose_name_plural = _("chronicle entries")
        ordering: ClassVar = ["-on", "-id"]
        indexes: ClassVar = [models.Index(fields=["park", "-on", "-id"], name="parks_chronicle")]

    def __str__(self) -> str:
        return self.text_zh

    @property
    def text(self) -> str:
        """What happened, in the reader's language."""
        english = (get_language() or "").startswith("en")
        return self.text_en if english and self.text_en else self.text_zh
