"""诉求动词 The verbs of the desk. Every one locks the request, checks, writes, leaves a trace."""

from .answering import (
    ask_material,
    go_on_without,
    note,
    reply,
    resolve,
    supply_material,
    write_message,
)
from .attachments import MOST_FILES, Upload, check_upload, sweep_files
from .causes import answer_cause, join_cause, leave_cause, open_cause, tell_cause
from .closing import archive, rate, reopen, thank, withdraw
from .exporting import export_table
from .extensions import ask_extension, chase, rule_extension
from .following import draw_follow_ups, follow_up
from .ladder import climb, leave_digest
from .learning import learn_triage
from .long_cases import answer_interim, make_long_case, set_milestone
from .many import Outcome, triage_many
from .parts import answer_part, share, take_part
from .promises import adopt_readings, choose_promise, recompute, save_profile, set_duty
from .public_scores import publish_scores
from .raising import raise_request
from .returns import return_part, return_request, rule_return
from .scoring import export_scores
from .sorting import accept, contact, triage
from .tallies import cells_of, move, recount

__all__ = [
    "MOST_FILES",
    "Outcome",
    "Upload",
    "accept",
    "adopt_readings",
    "answer_cause",
    "answer_interim",
    "answer_part",
    "archive",
    "ask_extension",
    "ask_material",
    "cells_of",
    "chase",
    "check_upload",
    "choose_promise",
    "climb",
    "contact",
    "draw_follow_ups",
    "export_scores",
    "export_table",
    "follow_up",
    "go_on_without",
    "join_cause",
    "learn_triage",
    "leave_cause",
    "leave_digest",
    "make_long_case",
    "move",
    "note",
    "open_cause",
    "publish_scores",
    "raise_request",
    "rate",
    "recompute",
    "recount",
    "reopen",
    "reply",
    "resolve",
    "return_part",
    "return_request",
    "rule_extension",
    "rule_return",
    "save_profile",
    "set_duty",
    "set_milestone",
    "share",
    "supply_material",
    "sweep_files",
    "take_part",
    "tell_cause",
    "thank",
    "triage",
    "triage_many",
    "withdraw",
    "write_message",
]
