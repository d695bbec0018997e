"""诉求问询 The questions one may ask of the desk; the only doors to a request."""

from .acts import act_barred
from .around import PAGE_KEY, Furniture, furniture_of
from .board import Board, board
from .enterprise_side import Asked, EnterpriseCounts, Home, counts_by_enterprise, home_of
from .finding import Hit, found
from .happenings import Happening, Then, as_then, happenings
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
    part_for,
    promise_choices_of,
    promise_profiles_of,
    thanks_of,
    to_archive,
    visible_numbers,
)
from .parts import PartRow, my_parts, open_part_names, part_rows, parts_of
from .questions import COUNT_LIMIT
from .register import ThanksPage, ThanksRow, thanks_page
from .reported import Asking, Reported, reported
from .rulings import (
    ReturnCount,
    RulingPage,
    RulingRow,
    extension_for,
    extensions_page,
    return_counts,
    return_for,
    returns_page,
)
from .scores import (
    FEWEST,
    MONTH,
    Period,
    ScoreRow,
    Standing,
    months_ending,
    scores,
    standing,
)
from .scores import Board as ScoreBoard
from .search import find_requests
from .suggesting import AlikeElsewhere, Hint, Suggested, hints_for, suggested_for
from .today import Today, Waiting, in_hand, open_counts_by_officer, today

__all__ = [
    "COUNT_LIMIT",
    "FEWEST",
    "MONTH",
    "PAGE_KEY",
    "AlikeElsewhere",
    "Asked",
    "Asking",
    "Board",
    "Detail",
    "EnterpriseCounts",
    "Filters",
    "Furniture",
    "Happening",
    "Hint",
    "Hit",
    "Home",
    "Page",
    "PartRow",
    "Period",
    "Reported",
    "RequestRow",
    "ReturnCount",
    "RulingPage",
    "RulingRow",
    "ScoreBoard",
    "ScoreRow",
    "Solved",
    "StageMark",
    "Standing",
    "Suggested",
    "ThanksPage",
    "ThanksRow",
    "Then",
    "Today",
    "Waiting",
    "act_barred",
    "alike_open",
    "answer_of",
    "as_then",
    "attachment_for",
    "board",
    "count_up_to",
    "counts_by_enterprise",
    "detail_of",
    "duties_of",
    "export_rows",
    "extension_for",
    "extensions_page",
    "find_requests",
    "found",
    "furniture_of",
    "get_request_for",
    "happenings",
    "hints_for",
    "home_of",
    "in_hand",
    "light_of",
    "months_ending",
    "my_parts",
    "open_counts_by_officer",
    "open_part_names",
    "page_of",
    "part_for",
    "part_rows",
    "parts_of",
    "promise_choices_of",
    "promise_profiles_of",
    "reported",
    "return_counts",
    "return_for",
    "returns_page",
    "scores",
    "similar_solved",
    "stage_marks",
    "standing",
    "suggested_for",
    "tab_counts",
    "thanks_of",
    "thanks_page",
    "to_archive",
    "today",
    "visible_numbers",
]
