from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Vendor(models.TextChoices):
    """群机器人种类 Whose group the robot speaks in."""

    WECOM = "wecom", _("WeCom (企业微信)")
    DINGTALK = "dingtalk", _("DingTalk (钉钉)")
    FEISHU = "feishu", _("Feishu (飞书)")


class Topic(models.TextChoices):
    """事件 What happens at the desk that others may be told or a rule may follow."""

    RAISED = "raised", pgettext_lazy("event", "A request is raised")
    ACCEPTED = "accepted", pgettext_lazy("event", "A request is accepted")
    REPLIED = "replied", pgettext_lazy("event", "A request is replied to")
    RESOLVED = "resolved", pgettext_lazy("event", "A request is resolved")
    DUE_SOON = "due_soon", pgettext_lazy("event", "A promise is due soon")
    LATE = "late", pgettext_lazy("event", "A promise is late")
    VERY_LATE = "very_late", pgettext_lazy("event", "A promise is late by a working day")
    RATED_LOW = "rated_low", pgettext_lazy("event", "An enterprise is not content")
    REOPENED = "reopened", pgettext_lazy("event", "A request is reopened")
    LONG_CASE = "long_case", pgettext_lazy("event", "A request becomes a long case")
    WITHDRAWN = "withdrawn", pgettext_lazy("event", "A request is withdrawn")
    THANKED = "thanked", pgettext_lazy("event", "An enterprise says thank you")
    SIGNED = "signed", pgettext_lazy("event", "A project is signed")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "due_soon": "at_risk",
            "late": "breached",
            "very_late": "breached",
            "rated_low": "breached",
            "reopened": "breached",
            "resolved": "done",
            "thanked": "done",
            "signed": "done",
        }.get(self.value, "active")


RULE_TOPICS = tuple(topic for topic in Topic if topic != Topic.SIGNED)
"""What a rule may follow: what happens to requests."""


class Hours(models.TextChoices):
    """时段 Whether something happens while the office is open, by the park's working calendar."""

    OPEN = "open", pgettext_lazy("rule", "within office hours")
    CLOSED = "closed", pgettext_lazy("rule", "outside office hours")


class Pace(models.TextChoices):
    """节奏 Whether a robot speaks at once or gathers."""

    AT_ONCE = "at_once", _("At once")
    HOURLY = "hourly", _("Gathered, every hour")
    DAILY = "daily", _("Gathered, once a day")


class DeliveryState(models.TextChoices):
    """投递状态 How far a message to a group has come."""

    WAITING = "waiting", pgettext_lazy("delivery", "Waiting")
    SENT = "sent", pgettext_lazy("delivery", "Sent")
    FAILED = "failed", pgettext_lazy("delivery", "Given up")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"waiting": "waiting", "sent": "done", "failed": "breached"}[self.value]


class LetterState(models.TextChoices):
    """来信状态 What became of a mail."""

    WAITING = "waiting", pgettext_lazy("letter", "To be decided")
    RAISED = "raised", pgettext_lazy("letter", "Became a request")
    MESSAGE = "message", pgettext_lazy("letter", "Became a message")
    IGNORED = "ignored", pgettext_lazy("letter", "Automatic, not read")
    DROPPED = "dropped", pgettext_lazy("letter", "Put aside")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"waiting": "at_risk", "raised": "done", "message": "done"}.get(self.value, "closed")
