"""渠道动词 The verbs of the channels."""

from .automation import would_do
from .following import announce, follow_desk
from .letters import drop_letter, look_into, raise_from_letter, save_mailbox, take_in
from .robots import MOST_ROBOTS, add_robot, change_robot, pause_robot, try_robot, wake_robot
from .rules import MOST_RULES, add_rule, change_rule, pause_rule, wake_rule
from .sending import forget_deliveries, queue, send_due

__all__ = [
    "MOST_ROBOTS",
    "MOST_RULES",
    "add_robot",
    "add_rule",
    "announce",
    "change_robot",
    "change_rule",
    "drop_letter",
    "follow_desk",
    "forget_deliveries",
    "look_into",
    "pause_robot",
    "pause_rule",
    "queue",
    "raise_from_letter",
    "save_mailbox",
    "send_due",
    "take_in",
    "try_robot",
    "wake_robot",
    "wake_rule",
    "would_do",
]
