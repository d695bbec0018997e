"""人脉动词 The verbs of the book: enter, change, tie, merge, hand over, import, export, forget."""

from .bulk import BookEntry, Made, write_book
from .doubles import look_for_contacts, look_for_organisations, say_distinct, sweep
from .exporting import (
    export_cards,
    export_contacts,
    export_organisations,
    template,
)
from .handing import hand_over, undo_handover
from .importing import look_again, remap, take_over, undo_import, upload
from .merging import also_moved, merge_contacts, merge_organisations, undo_merge
from .retention import anonymise, expired, remind_of_expiry
from .standing import landed, retire, reveal_phones, touched
from .taking_back import take_firms_back
from .target_tables import export_targets
from .targets import (
    assign_targets,
    close_campaign,
    load_targets,
    note_result,
    open_campaign,
)
from .ties import say_tie, tie_contacts, tie_officer, untie
from .writing import (
    change_contact,
    change_organisation,
    write_contact,
    write_organisation,
)

__all__ = [
    "BookEntry",
    "Made",
    "also_moved",
    "anonymise",
    "assign_targets",
    "change_contact",
    "change_organisation",
    "close_campaign",
    "expired",
    "export_cards",
    "export_contacts",
    "export_organisations",
    "export_targets",
    "hand_over",
    "landed",
    "load_targets",
    "look_again",
    "look_for_contacts",
    "look_for_organisations",
    "merge_contacts",
    "merge_organisations",
    "note_result",
    "open_campaign",
    "remap",
    "remind_of_expiry",
    "retire",
    "reveal_phones",
    "say_distinct",
    "say_tie",
    "sweep",
    "take_firms_back",
    "take_over",
    "template",
    "tie_contacts",
    "tie_officer",
    "touched",
    "undo_handover",
    "undo_import",
    "undo_merge",
    "untie",
    "upload",
    "write_book",
    "write_contact",
    "write_organisation",
]
