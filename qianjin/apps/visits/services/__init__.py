"""走访动词 The verbs of visits. Every one checks, writes, and leaves a trace in one transaction."""

from .correcting import correct_visit
from .exporting import export_coverage
from .feeds import close_feed, open_feed
from .ground import place_enterprise, set_times, set_travel
from .matrix import drop_matrix, set_matrix
from .photos import add_photos, forget_uploads, receive_piece, sweep_photos
from .plans import abandon, accept, change_plan, propose, work_out
from .recording import link_request, record_visit, recount
from .rounds import arrive, begin_round, call_off, end_round, skip
from .rules import ask_question, drop_question, set_rule, start_with_rules

__all__ = [
    "abandon",
    "accept",
    "add_photos",
    "arrive",
    "ask_question",
    "begin_round",
    "call_off",
    "change_plan",
    "close_feed",
    "correct_visit",
    "drop_matrix",
    "drop_question",
    "end_round",
    "export_coverage",
    "forget_uploads",
    "link_request",
    "open_feed",
    "place_enterprise",
    "propose",
    "receive_piece",
    "record_visit",
    "recount",
    "set_matrix",
    "set_rule",
    "set_times",
    "set_travel",
    "skip",
    "start_with_rules",
    "sweep_photos",
    "work_out",
]
