"""企业库动词 The verbs of the directory: enter, change, contacts, figures, thread."""

from .applying import take_over
from .contacts import (
    add_contact,
    change_contact,
    contact_left,
    invite_contact,
    join,
    reveal_phone,
)
from .directory import assign, change, register
from .exporting import export_table
from .figures import fill_figures, set_figures
from .importing import (
    abandon_import,
    decide,
    decide_rest,
    forget_previews,
    look_again,
    remap,
    upload,
)
from .merging import also_moved, merge_entries, say_distinct, undo_merge_entries
from .thread import note, reword_on_thread, thread_line, write_on_thread
from .undoing import undo_import
from .withdrawing import withdraw

__all__ = [
    "abandon_import",
    "add_contact",
    "also_moved",
    "assign",
    "change",
    "change_contact",
    "contact_left",
    "decide",
    "decide_rest",
    "export_table",
    "fill_figures",
    "forget_previews",
    "invite_contact",
    "join",
    "look_again",
    "merge_entries",
    "note",
    "register",
    "remap",
    "reveal_phone",
    "reword_on_thread",
    "say_distinct",
    "set_figures",
    "take_over",
    "thread_line",
    "undo_import",
    "undo_merge_entries",
    "upload",
    "withdraw",
    "write_on_thread",
]
