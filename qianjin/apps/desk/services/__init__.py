"""诉求动词 The verbs of the desk. Every one locks the request, checks, writes, leaves a trace."""

from .answering import (
    answer_interim,
    ask_material,
    go_on_without,
    make_long_case,
    note,
    reply,
    resolve,
    set_milestone,
    supply_material,
    write_message,
)
from .attachments import MEDIA, MOST_FILES, Upload, check_upload, sweep_files
from .closing import archive, rate, reopen, thank, withdraw
from .exporting import export_table
from .ladder import climb, leave_digest
from .many import Outcome, triage_many
from .promises import adopt_readings, choose_promise, recompute, save_profile, set_duty
from .raising import raise_request
from .sorting import accept, contact, triage

__all__ = [
    "MEDIA",
    "MOST_FILES",
    "Outcome",
    "Upload",
    "accept",
    "adopt_readings",
    "answer_interim",
    "archive",
    "ask_material",
    "check_upload",
    "choose_promise",
    "climb",
    "contact",
    "export_table",
    "go_on_without",
    "leave_digest",
    "make_long_case",
    "note",
    "raise_request",
    "rate",
    "recompute",
    "reopen",
    "reply",
    "resolve",
    "save_profile",
    "set_duty",
    "set_milestone",
    "supply_material",
    "sweep_files",
    "thank",
    "triage",
    "triage_many",
    "withdraw",
    "write_message",
]
