"""关联 How requests hang together: merged, split, related, one before the other."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park

from ..hands import LOOSE_LINKS, LinkKind
from .requests import ServiceRequest


class Link(models.Model):
    """关联 One request stands to another in this way; ``data`` holds what a merger put to rest."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    source = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="links_out", verbose_name=_("request")
    )
    target = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="links_in", verbose_name=_("other request")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=LinkKind.choices)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"))
    data = models.JSONField(_("data"), default=dict, blank=True)

    class Meta:
        verbose_name = _("link between requests")
        verbose_name_plural = _("links between requests")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="desk_link_between_two"
            ),
            models.UniqueConstraint(
                Least("source", "target"),
                Greatest("source", "target"),
                condition=models.Q(kind__in=[str(kind) for kind in LOOSE_LINKS]),
                name="desk_link_of_two_once",
            ),
            models.UniqueConstraint(
                fields=["source", "kind"],
                condition=models.Q(kind__in=[str(LinkKind.MERGED), str(LinkKind.SPLIT)]),
                name="desk_link_into_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"
