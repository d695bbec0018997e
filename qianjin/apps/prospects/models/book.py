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
from qianjin.apps.parks.models import Park

from ..choices import Basis, Size, Source, Strength, TieKind


class BookRow(models.Model):
    """人脉簿条目 What a prospect firm and a contact have in common.

    ``touched_on`` is the day of the last call, message or meeting, written by
    ``services.touched``; ``version`` grows with every change and guards against lost ones.
    """

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    name = models.CharField(_("name"), max_length=120)
    name_key = models.CharField(_("normalised name"), max_length=120, db_index=False)
    name_order = models.GeneratedField(
        # The function is the directory's (migration 0004 of enterprises): the order of pinyin.
        expression=models.Func(models.F("name"), function="enterprises_name_order"),
        output_field=models.BinaryField(),
        db_persist=True,
        verbose_name=_("place among names"),
    )
    city = models.CharField(_("city"), max_length=40, blank=True)
    source = models.CharField(
        _("source"), max_length=10, choices=Source.choices, default=Source.OTHER
    )
    tags = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    note = models.TextField(_("note"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="%(class)ss_owned",
        verbose_name=_("in the care of"),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name=_("merged into"),
    )
    touched_on = models.DateField(_("last touched on"), null=True, blank=True)
    made_at = models.DateTimeField(_("entered at"))
    is_demo = models.BooleanField(_("demonstration"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)
    search_text = models.TextField(_("searchable text"), blank=True)
    search = SearchVectorField(_("bigrams"), null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Organisation(BookRow):
    """招商对象 A firm, institute or fund the section courts; landed once ``enterprise`` is set."""

    other_names = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    sector = models.CharField(
        _("sector"), max_length=10, choices=Sector.choices, default=Sector.OTHER
    )
    size = models.CharField(_("size"), max_length=10, choices=Size.choices, blank=True)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    enterprise = models.ForeignKey(
        Enterprise,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="courted_as",
        verbose_name=_("landed as"),
    )
    retired_at = models.DateTimeField(_("no longer pursued since"), null=True, blank=True)

    class Meta:
        verbose_name = _("prospect firm")
        verbose_name_plural = _("prospect firms")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["park", "credit_code"],
                condition=~models.Q(credit_code="") & models.Q(merged_into__isnull=True),
                name="prospects_credit_code_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "-id"], name="prospects_org_newest"),
            models.Index(fields=["park", "name_order", "id"], name="prospects_org_name"),
            models.Index(fields=["park", "name_key"], name="prospects_org_key"),
            models.Index(fields=["park", "owner", "-id"], name="prospects_org_owner"),
            models.Index(fields=["park", "city", "-id"], name="prospects_org_city"),
            models.Index(fields=["park", "sector", "-id"], name="prospects_org_sector"),
            models.Index(fields=["park", "source", "-id"], name="prospects_org_source"),
            models.Index(fields=["park", "touched_on", "id"], name="prospects_org_touched"),
            GinIndex(fields=["tags"], name="prospects_org_tags"),
            GinIndex(fields=["search"], name="prospects_org_search"),
        ]


class Contact(BookRow):
    """人脉 A person the section knows, at a prospect firm or at none.

    ``phones`` as ``planning.phones`` keeps them (``13800138000``, ``0571-82990000``), the one to
    call first in front.
    What a person agreed to and until when the row is kept: 个人信息保护法, articles 13 and 19; one
    that was anonymised keeps its place in the history and nothing else.
    """

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("firm"),
    )
    post = models.CharField(_("post"), max_length=60, blank=True)
    phones = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    wechat = models.CharField(_("WeChat name"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    met_where = models.CharField(_("where we met"), max_length=80, blank=True)
    met_on = models.DateField(_("met on"), null=True, blank=True)
    basis = models.CharField(
        _("kept on the ground of"), max_length=10, choices=Basis.choices, default=Basis.UNASKED
    )
    consent_on = models.DateField(_("agreed on"), null=True, blank=True)
    retain_until = models.DateField(_("kept until"))
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)
    anonymised_at = models.DateTimeField(_("anonymised at"), null=True, blank=True)

    class Meta:
        verbose_name = _("contact of prospects")
        verbose_name_plural = _("contacts of prospects")
        indexes: ClassVar = [
            models.Index(fields=["park", "-id"], name="prospects_con_newest"),
            models.Index(fields=["park", "name_order", "id"], name="prospects_con_name"),
            models.Index(fields=["park", "name_key"], name="prospects_con_key"),
            models.Index(fields=["park", "owner", "-id"], name="prospects_con_owner"),
            models.Index(fields=["park", "city", "-id"], name="prospects_con_city"),
            models.Index(fields=["park", "source", "-id"], name="prospects_con_source"),
            models.Index(fields=["park", "touched_on", "id"], name="prospects_con_touched"),
            models.Index(fields=["organisation", "-id"], name="prospects_con_firm"),
            models.Index(
                fields=["park", "retain_until", "id"],
                condition=models.Q(anonymised_at__isnull=True, merged_into__isnull=True),
                name="prospects_con_retain",
            ),
            GinIndex(fields=["phones"], name="prospects_con_phones"),
            GinIndex(fields=["tags"], name="prospects_con_tags"),
            GinIndex(fields=["search"], name="prospects_con_search"),
        ]


class Tie(models.Model):
    """相识 Two people know each other: an officer and a contact, or two contacts.

    Between two contacts ``one`` is the row with the lower number; a tie has no direction.
    """

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="ties",
        verbose_name=_("officer"),
    )
    one = models.ForeignKey(
        Contact,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="ties_from",
        verbose_name=_("one contact"),
    )
    other = models.ForeignKey(
        Contact, models.CASCADE, related_name="ties_to", verbose_name=_("the other contact")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=TieKind.choices, default=TieKind.MET)
    strength = models.PositiveSmallIntegerField(
        _("how well"), choices=Strength.choices, default=Strength.WELL
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("said by"),
    )
    said_at = models.DateTimeField(_("said at"))

    class Meta:
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        ordering: ClassVar = ["-strength", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(officer__isnull=False, one__isnull=True)
                | models.Q(officer__isnull=True, one__isnull=False, one__lt=models.F("other")),
                name="prospects_tie_ends",
            ),
            models.UniqueConstraint(
                fields=["officer", "other"],
                condition=models.Q(officer__isnull=False),
                name="prospects_tie_officer_once",
            ),
            models.UniqueConstraint(
                fields=["one", "other"],
                condition=models.Q(one__isnull=False),
                name="prospects_tie_contacts_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id or self.one_id} - {self.other_id}"
