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
from .thread import note, write_on_thread

__all__ = [
    "add_contact",
    "assign",
    "change",
    "change_contact",
    "contact_left",
    "invite_contact",
    "join",
    "note",
    "register",
    "reveal_phone",
    "set_figures",
    "write_on_thread",
]
