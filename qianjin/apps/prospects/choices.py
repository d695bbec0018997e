from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Source(models.TextChoices):
    """来源 How the section came to know a firm or a person."""

    CARD = "card", _("Business card")
    WECHAT = "wechat", _("WeChat")
    RECEPTION = "reception", _("Visit to the park")
    TRIP = "trip", _("Trip to a city")
    EVENT = "event", _("Summit or fair")
    REFERRAL = "referral", _("Introduced by somebody")
    TABLE = "table", _("Imported from a table")
    REGISTER = "register", _("List of target firms")
    OTHER = "other", _("Other source")


class Size(models.TextChoices):
    """规模 How large a firm is, as statistics divide them (统计上大中小微型企业划分办法, 2017)."""

    UNKNOWN = "", _("Size not known")
    MICRO = "micro", _("Micro firm")
    SMALL = "small", _("Small firm")
    MEDIUM = "medium", _("Medium firm")
    LARGE = "large", _("Large firm")


class Basis(models.TextChoices):
    """
    依据 On what ground the park keeps a person's particulars: 个人信息保护法 (2021), article 13.

    Consent is item 1, a public task item 3, what the person made public item 6.
    """

    UNASKED = "unasked", _("Not asked yet")
    CONSENT = "consent", _("The person agreed")
    PUBLIC = "public", _("Made public by the person")
    DUTY = "duty", _("Needed for a public task")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return "at_risk" if self.value == "unasked" else "done"


class TieKind(models.TextChoices):
    """相识 Where two people know each other from."""

    COLLEAGUE = "colleague", _("Colleagues")
    FORMER = "former", _("Former colleagues")
    CLASSMATE = "classmate", _("Classmates")
    TEACHER = "teacher", _("Teacher and student")
    TOWNSMAN = "townsman", _("From one home town")
    FRIEND = "friend", _("Friends")
    FAMILY = "family", _("Family")
    BUSINESS = "business", _("Business partners")
    MET = "met", _("Have met")


class Strength(models.IntegerChoices):
    """交情 How well two people know each other."""

    SLIGHT = 1, _("Slightly")
    WELL = 2, _("Well")
    CLOSE = 3, _("Closely")


class Verdict(models.TextChoices):
    """结论 What was said of two rows that look like one."""

    OPEN = "open", _("To be looked at")
    DISTINCT = "distinct", _("Not the same")
    MERGED = "merged", _("Merged")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"open": "at_risk", "distinct": "closed", "merged": "done"}[self.value]


MET_IN_PERSON = frozenset({Source.CARD, Source.WECHAT, Source.RECEPTION, Source.TRIP, Source.EVENT})
"""Who enters a contact from these has met them: a tie is noted with the row."""


class TargetState(models.TextChoices):
    """目标企业状态 What came of calling a target firm."""

    OPEN = "open", pgettext_lazy("target", "To be called")
    CALLED = "called", pgettext_lazy("target", "Called")
    INTERESTED = "interested", pgettext_lazy("target", "Interested")
    DECLINED = "declined", pgettext_lazy("target", "Not interested")
    ADOPTED = "adopted", pgettext_lazy("target", "In the book")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"open": "waiting", "called": "active", "declined": "closed"}.get(self.value, "done")
