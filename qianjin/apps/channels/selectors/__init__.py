"""问渠道 Questions about robots and what was sent by them."""

from .robots import (
    DeliveryPage,
    RobotRow,
    deliveries_of,
    due_robots,
    hearing,
    robot_for,
    robots_of,
)

__all__ = [
    "DeliveryPage",
    "RobotRow",
    "deliveries_of",
    "due_robots",
    "hearing",
    "robot_for",
    "robots_of",
]
