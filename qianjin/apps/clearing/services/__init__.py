"""征地与选址动词 The verbs of acquisition, listing and site search."""

from . import searching
from .acquiring import (
    add_village,
    change_acquisition,
    is_national,
    open_acquisition,
    set_part,
    stop_acquisition,
)
from .awaiting import Works, await_works
from .counting import count
from .exporting import export_board, export_ready
from .following import follow
from .listing import add_files, add_paper, open_listing, set_paper, sweep_files
from .meeting import meet
from .needing import (
    STANDING,
    add_need,
    ask_standing,
    change_need,
    choose_site,
    settle_need,
)
from .objecting import against, hold_hearing, is_hearing_due, raise_objection, settle_objection
from .readying import gathered, refresh
from .rules import set_step
from .searching import cancel_search, freshen, search_again, work_out
from .selling import (
    begin_listing,
    earliest_end,
    earliest_listing,
    end_listing,
    give_notice,
    record_pack,
    withdraw_listing,
)
from .stepping import Entry, enter_step, enter_steps, period

__all__ = [
    "STANDING",
    "Entry",
    "Works",
    "add_files",
    "add_need",
    "add_paper",
    "add_village",
    "against",
    "ask_standing",
    "await_works",
    "begin_listing",
    "cancel_search",
    "change_acquisition",
    "change_need",
    "choose_site",
    "count",
    "earliest_end",
    "earliest_listing",
    "end_listing",
    "enter_step",
    "enter_steps",
    "export_board",
    "export_ready",
    "follow",
    "freshen",
    "gathered",
    "give_notice",
    "hold_hearing",
    "is_hearing_due",
    "is_national",
    "meet",
    "open_acquisition",
    "open_listing",
    "period",
    "raise_objection",
    "record_pack",
    "refresh",
    "search_again",
    "searching",
    "set_paper",
    "set_part",
    "set_step",
    "settle_need",
    "settle_objection",
    "stop_acquisition",
    "sweep_files",
    "withdraw_listing",
    "work_out",
]
