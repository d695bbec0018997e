"""问渠道 Questions about robots and what was sent by them."""

from .letters import LetterPage, letter_for, letters_of, mailbox_of
from .robots import (
    DeliveryPage,
    RobotRow,
    deliveries_of,
    due_robots,
    hearing,
    robot_for,
    robots_of,
)
from .rules import RUNS_SHOWN, active_rules, rule_for, rules_of, runs_of

__all__ = [
    "RUNS_SHOWN",
    "DeliveryPage",
    "LetterPage",
    "RobotRow",
    "active_rules",
    "deliveries_of",
    "due_robots",
    "hearing",
    "letter_for",
    "letters_of",
    "mailbox_of",
    "robot_for",
    "robots_of",
    "rule_for",
    "rules_of",
    "runs_of",
]
