"""拿地即开工动词 The verbs of networks, plans, steps, letters and rounds."""

from .exporting import export_plans, export_week
from .history import enter_history
from .ladder import remind
from .letters import (
    answer_letter,
    chase_letter,
    receive_letter,
    send_letter,
    withdraw_letter,
    write_letter,
)
from .networks import accept_network, change_step, in_force, set_capacity
from .plans import change_plan, discard_plan, end_plan, has_begun, open_plan, promise_dates
from .rounds import freshen, gathered, look_ahead, place, plan_all, work_out
from .steps import FACTS, add_files, add_note, enter_step, set_dates, sweep_files
from .works import follow

__all__ = [
    "FACTS",
    "accept_network",
    "add_files",
    "add_note",
    "answer_letter",
    "change_plan",
    "change_step",
    "chase_letter",
    "discard_plan",
    "end_plan",
    "enter_history",
    "enter_step",
    "export_plans",
    "export_week",
    "follow",
    "freshen",
    "gathered",
    "has_begun",
    "in_force",
    "look_ahead",
    "open_plan",
    "place",
    "plan_all",
    "promise_dates",
    "receive_letter",
    "remind",
    "send_letter",
    "set_capacity",
    "set_dates",
    "sweep_files",
    "withdraw_letter",
    "work_out",
    "write_letter",
]
