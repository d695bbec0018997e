"""诉求问询 The questions one may ask of the desk; the only doors to a request."""

from .acts import act_barred
from .around import PAGE_KEY, Furniture, furniture_of
from .board import Board, board
from .enterprise_side import Asked, EnterpriseCounts, Home, counts_by_enterprise, home_of
from .finding import Hit, found
from .likeness import Solved, alike_open, answer_of, similar_solved
from .lists import (
    Filters,
    Page,
    RequestRow,
    count_up_to,
    export_rows,
    page_of,
    tab_counts,
)
from .marks import StageMark, light_of, stage_marks
from .one import (
    Detail,
    attachment_for,
    detail_of,
    duties_of,
    get_request_for,
    promise_choices_of,
    promise_profiles_of,
    thanks_of,
    to_archive,
    visible_numbers,
)
from .questions import COUNT_LIMIT
from .register import ThanksPage, ThanksRow, thanks_page
from .search import find_requests
from .today import Today, Waiting, in_hand, open_counts_by_officer, today

__all__ = [
    "COUNT_LIMIT",
    "PAGE_KEY",
    "Asked",
    "Board",
    "Detail",
    "EnterpriseCounts",
    "Filters",
    "Furniture",
    "Hit",
    "Home",
    "Page",
    "RequestRow",
    "Solved",
    "StageMark",
    "ThanksPage",
    "ThanksRow",
    "Today",
    "Waiting",
    "act_barred",
    "alike_open",
    "answer_of",
    "attachment_for",
    "board",
    "count_up_to",
    "counts_by_enterprise",
    "detail_of",
    "duties_of",
    "export_rows",
    "find_requests",
    "found",
    "furniture_of",
    "get_request_for",
    "home_of",
    "in_hand",
    "light_of",
    "open_counts_by_officer",
    "page_of",
    "promise_choices_of",
    "promise_profiles_of",
    "similar_solved",
    "stage_marks",
    "tab_counts",
    "thanks_of",
    "thanks_page",
    "to_archive",
    "today",
    "visible_numbers",
]
