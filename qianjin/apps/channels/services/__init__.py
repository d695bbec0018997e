"""渠道动词 The verbs of the channels."""

from .automation import would_do
from .following import follow_desk
from .robots import MOST_ROBOTS, add_robot, change_robot, pause_robot, try_robot, wake_robot
from .rules import MOST_RULES, add_rule, change_rule, pause_rule, wake_rule
from .sending import forget_deliveries, queue, send_due

__all__ = [
    "MOST_ROBOTS",
    "MOST_RULES",
    "add_robot",
    "add_rule",
    "change_robot",
    "change_rule",
    "follow_desk",
    "forget_deliveries",
    "pause_robot",
    "pause_rule",
    "queue",
    "send_due",
    "try_robot",
    "wake_robot",
    "wake_rule",
    "would_do",
]
