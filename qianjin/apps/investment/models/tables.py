from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.tables.models import KeptTable


class ProjectTable(KeptTable):
    """项目导入 A table of projects."""

    right = Capability.PROJECT_KEEP
    kind = "project_import"
    verbs = "projects"

    class Meta:
        verbose_name = _("import of projects")
        verbose_name_plural = _("imports of projects")
        ordering: ClassVar = ["-id"]
