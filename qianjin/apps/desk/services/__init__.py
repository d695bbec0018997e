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
from .closing import archive, enter_thanks, rate, reopen, thank, withdraw
from .exporting import export_table
from .extensions import ask_extension, chase, rule_extension
from .following import draw_follow_ups, follow_up
from .ladder import climb, leave_digest
from .learning import learn_triage
from .links import relate, unrelate
from .long_cases import answer_interim, make_long_case, set_milestone
from .many import Outcome, triage_many
from .merging import merge, unmerge
from .part_times import ask_part_extension
from .parts import answer_part, share, take_part
from .promises import (
    adopt_readings,
    choose_promise,
    recompute,
    save_profile,
    set_chain_team,
    set_duty,
)
from .public_scores import publish_scores
from .raising import raise_request
from .returns import return_part, return_request, rule_return
from .scoring import export_scores
from .sorting import accept, contact, triage
from .splitting import MOST_PIECES, Piece, split
from .tallies import cells_of, counted_once, move, recount

__all__ = [
    "MOST_FILES",
    "MOST_PIECES",
    "Outcome",
    "Piece",
    "Upload",
    "accept",
    "adopt_readings",
    "answer_cause",
    "answer_interim",
    "answer_part",
    "archive",
    "ask_extension",
    "ask_material",
    "ask_part_extension",
    "cells_of",
    "chase",
    "check_upload",
    "choose_promise",
    "climb",
    "contact",
    "counted_once",
    "draw_follow_ups",
    "enter_thanks",
    "export_scores",
    "export_table",
    "follow_up",
    "go_on_without",
    "join_cause",
    "learn_triage",
    "leave_cause",
    "leave_digest",
    "make_long_case",
    "merge",
    "move",
    "note",
    "open_cause",
    "publish_scores",
    "raise_request",
    "rate",
    "recompute",
    "recount",
    "relate",
    "reopen",
    "reply",
    "resolve",
    "return_part",
    "return_request",
    "rule_extension",
    "rule_return",
    "save_profile",
    "set_chain_team",
    "set_duty",
    "set_milestone",
    "share",
    "split",
    "supply_material",
    "sweep_files",
    "take_part",
    "tell_cause",
    "thank",
    "triage",
    "triage_many",
    "unmerge",
    "unrelate",
    "withdraw",
    "write_message",
]
