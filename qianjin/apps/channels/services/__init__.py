"""渠道动词 The verbs of the channels."""

from .following import follow_desk
from .robots import MOST_ROBOTS, add_robot, change_robot, pause_robot, try_robot, wake_robot
from .sending import forget_deliveries, queue, send_due

__all__ = [
    "MOST_ROBOTS",
    "add_robot",
    "change_robot",
    "follow_desk",
    "forget_deliveries",
    "pause_robot",
    "queue",
    "send_due",
    "try_robot",
    "wake_robot",
]
