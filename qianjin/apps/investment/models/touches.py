from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.land.models import Parcel
from qianjin.apps.parks.models import FileRow, Park
from qianjin.apps.prospects.models import Contact

from ..choices import TouchKind
from .projects import Project


class Touch(models.Model):
    """项目对接 Once in touch about a project: how, when, who with whom, in which words."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    project = models.ForeignKey(
        Project, models.CASCADE, related_name="touches", verbose_name=_("investment project")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=TouchKind.choices)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    by_name = models.CharField(_("by (name)"), max_length=80, blank=True)
    contact = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
    )
    with_whom = models.CharField(_("with whom"), max_length=120, blank=True)
    words = models.TextField(_("words"), blank=True)

    class Meta:
        verbose_name = _("touch")
        verbose_name_plural = _("touches")
        indexes: ClassVar = [
            models.Index(fields=["project", "-at", "-id"], name="investment_touches_of"),
            models.Index(
                fields=["park", "-at", "-id"], include=["by"], name="investment_touches_latest"
            ),
            models.Index(fields=["by", "-at"], name="investment_touches_by"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind}"


class TouchFile(FileRow):
    """对接附件 A photograph or document of a touch; of a parcel where it shows one."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    touch = models.ForeignKey(Touch, models.CASCADE, related_name="files", verbose_name=_("touch"))
    parcel = models.ForeignKey(
        Parcel,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("parcel"),
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("file of a touch")
        verbose_name_plural = _("files of touches")
        ordering: ClassVar = ["id"]
