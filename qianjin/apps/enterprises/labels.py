"""What the fields of the directory are called, wherever they are shown."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

FIELD_LABELS: dict[str, Any] = {
    "name": _("Enterprise name"),
    "short_name": _("Short name"),
    "credit_code": _("Unified social credit code"),
    "industry": _("Industry (GB/T 4754)"),
    "sector": _("Sector"),
    "tier": _("Tier"),
    "status": _("Status"),
    "officer": _("Officer responsible"),
    "address": _("Address"),
    "opened_on": _("In the park since"),
}
CONTACT_LABELS: dict[str, Any] = {
    "name": _("Name"),
    "post": _("Post"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "is_primary": _("First to call"),
}
FIGURE_LABELS: dict[str, Any] = {
    "output_wan": _("Output (10,000 yuan)"),
    "revenue_wan": _("Revenue (10,000 yuan)"),
    "tax_wan": _("Tax (10,000 yuan)"),
    "employees": _("Employees"),
    "land_mu": _("Land (mu)"),
    "energy_tce": _("Energy (tonnes of standard coal)"),
    "rnd_wan": _("Research and development (10,000 yuan)"),
}
