from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SchemeState(models.TextChoices):
    """政策状态 Whether enterprises see a scheme."""

    DRAFT = "draft", pgettext_lazy("scheme", "Draft")
    PUBLISHED = "published", pgettext_lazy("scheme", "In force")
    STOPPED = "stopped", pgettext_lazy("scheme", "Stopped")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"draft": "waiting", "published": "active", "stopped": "closed"}[self.value]


class ClaimState(models.TextChoices):
    """申报状态 Where a claim stands between being told and being paid."""

    TOLD = "told", pgettext_lazy("claim", "Told")
    PREPARING = "preparing", pgettext_lazy("claim", "Being prepared")
    FILED = "filed", pgettext_lazy("claim", "Filed")
    REVIEW = "review", pgettext_lazy("claim", "Under review by the bureau")
    APPROVED = "approved", pgettext_lazy("claim", "Approved")
    PAID = "paid", pgettext_lazy("claim", "Paid")
    REFUSED = "refused", pgettext_lazy("claim", "Refused")
    DECLINED = "declined", pgettext_lazy("claim", "Not claimed")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "told": "waiting",
            "preparing": "at_risk",
            "filed": "active",
            "review": "active",
            "approved": "done",
            "paid": "done",
            "refused": "breached",
            "declined": "closed",
        }[self.value]


UNFILED = (ClaimState.TOLD, ClaimState.PREPARING)
"""States in which the end of the application window still matters."""
WITH_BUREAU = (ClaimState.FILED, ClaimState.REVIEW)


class QualificationKind(models.TextChoices):
    """资质类别 Labels that ministries and bureaux give, and that schemes ask for."""

    HIGH_TECH = "high_tech", _("High-tech enterprise")
    TECH_SME = "tech_sme", _("Technology-based SME")
    INNOVATIVE_SME = "innovative_sme", _("Innovative SME")
    SPECIALISED_SME = "specialised_sme", _("Specialised and sophisticated SME (SRDI)")
    LITTLE_GIANT = "little_giant", _("“Little giant” enterprise")
    CHAMPION = "champion", _("Manufacturing single champion")
    GREEN_FACTORY = "green_factory", _("Green factory")
    SMART_FACTORY = "smart_factory", _("Smart factory")
    RND_CENTRE = "rnd_centre", _("Enterprise research and development centre")


class FactField(models.TextChoices):
    """认定项 What of an enterprise a condition may ask; numbers in the unit of ``UNITS``."""

    SECTOR = "sector", _("Sector")
    TIER = "tier", pgettext_lazy("condition", "Size and role in the chain")
    QUALIFICATIONS = "qualifications", _("Qualifications")
    REVENUE = "revenue_wan", pgettext_lazy("condition", "Revenue")
    OUTPUT = "output_wan", pgettext_lazy("condition", "Output")
    TAX = "tax_wan", pgettext_lazy("condition", "Tax paid")
    RND = "rnd_wan", pgettext_lazy("condition", "R&D spending")
    RND_SHARE = "rnd_share", pgettext_lazy("condition", "R&D share of revenue")
    TAX_PER_MU = "tax_per_mu", pgettext_lazy("condition", "Tax per mu")
    EMPLOYEES = "employees", pgettext_lazy("condition", "Employees")
    LAND = "land_mu", pgettext_lazy("condition", "Land")
    YEARS = "years_in_park", pgettext_lazy("condition", "Years in the park")


UNITS: dict[str, object] = {
    FactField.REVENUE: _("10,000 yuan"),
    FactField.OUTPUT: _("10,000 yuan"),
    FactField.TAX: _("10,000 yuan"),
    FactField.RND: _("10,000 yuan"),
    FactField.RND_SHARE: "%",
    FactField.TAX_PER_MU: _("10,000 yuan per mu"),
    FactField.EMPLOYEES: pgettext_lazy("unit", "people"),
    FactField.LAND: pgettext_lazy("unit", "mu"),
    FactField.YEARS: pgettext_lazy("unit", "years"),
}
NUMBERS = tuple(UNITS)
"""The fields that are numbers."""
INPUTS: dict[str, tuple[str, ...]] = {
    FactField.RND_SHARE: ("rnd_wan", "revenue_wan"),
    FactField.TAX_PER_MU: ("tax_wan", "land_mu"),
    FactField.YEARS: ("opened_on",),
}
"""What a derived field is worked out from; any other is entered as it is."""
RATES = (FactField.RND, FactField.REVENUE, FactField.TAX, FactField.OUTPUT)
"""Of which figures a scheme may pay a share."""


class Comparator(models.TextChoices):
    """比较方式 How a condition compares; the engine ``eligibility`` knows the same."""

    AT_LEAST = "at_least", pgettext_lazy("condition", "at least")
    AT_MOST = "at_most", pgettext_lazy("condition", "at most")
    ONE_OF = "one_of", pgettext_lazy("condition", "one of")
    HAS_ANY = "has_any", pgettext_lazy("condition", "has any of")
    HAS_ALL = "has_all", pgettext_lazy("condition", "has all of")


class Group(models.TextChoices):
    """条件组 Whether a condition must hold, or one of its group is enough."""

    MUST = "", pgettext_lazy("condition", "must hold")
    A = "a", pgettext_lazy("condition", "one of group A")
    B = "b", pgettext_lazy("condition", "one of group B")


class Verdict(models.TextChoices):
    """认定结果 Whether an enterprise meets the conditions."""

    YES = "yes", pgettext_lazy("verdict", "Meets them")
    UNKNOWN = "unknown", pgettext_lazy("verdict", "Figures missing")
    NO = "no", pgettext_lazy("verdict", "Does not")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"yes": "done", "unknown": "at_risk", "no": "closed"}[self.value]


class StepKind(models.TextChoices):
    """申报动作 What happened to a claim."""

    TOLD = "told", pgettext_lazy("claim step", "Told by the office")
    BEGUN = "begun", pgettext_lazy("claim step", "Begun")
    FILES = "files", pgettext_lazy("claim step", "Documents added")
    FILED = "filed", pgettext_lazy("claim step", "Filed")
    HANDED_OVER = "handed_over", pgettext_lazy("claim step", "Handed to the bureau")
    SENT_BACK = "sent_back", pgettext_lazy("claim step", "Sent back for completion")
    APPROVED = "approved", pgettext_lazy("claim step", "Approved")
    PAID = "paid", pgettext_lazy("claim step", "Paid")
    REFUSED = "refused", pgettext_lazy("claim step", "Refused")
    DECLINED = "declined", pgettext_lazy("claim step", "Will not be claimed")
    ENTERED = "entered", pgettext_lazy("claim step", "Entered from a table")


class Rung(models.TextChoices):
    """申报提醒档 How near the end of the window is, or how long a bureau is silent."""

    WEEK = "week", pgettext_lazy("rung", "Seven days before the window closes")
    DAY = "day", pgettext_lazy("rung", "One day before the window closes")
    SILENT = "silent", pgettext_lazy("rung", "Thirty days without news from the bureau")
    UNPAID = "unpaid", pgettext_lazy("rung", "Thirty days approved and not paid")
