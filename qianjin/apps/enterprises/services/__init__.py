"""企业库动词 The verbs of the directory: enter, change, contacts, figures, thread."""

from .contacts import (
    add_contact,
    change_contact,
    contact_left,
    invite_contact,
    join,
    reveal_phone,
)
from .directory import assign, change, register
from .figures import set_figures
from .merging import also_moved, merge_entries, say_distinct, undo_merge_entries
from .thread import note, write_on_thread

__all__ = [
    "add_contact",
    "also_moved",
    "assign",
    "change",
    "change_contact",
    "contact_left",
    "invite_contact",
    "join",
    "merge_entries",
    "note",
    "register",
    "reveal_phone",
    "say_distinct",
    "set_figures",
    "undo_merge_entries",
    "write_on_thread",
]
