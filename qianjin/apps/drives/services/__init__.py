"""专项行动动词 The verbs of special actions: start, ask, tell, answer, allot, take out, finish."""

from .answering import answer, record, sweep_files
from .claiming import set_claim
from .exporting import answer_template, export_drive, list_template, rows_back, shown
from .finishing import became_request, finish, open_targets
from .giving import (
    add_resource,
    allot,
    drop_resource,
    give,
    give_back,
    is_exact,
    set_capacity,
)
from .moving import move_targets, return_targets
from .sheets import abandon_sheet, apply_sheet, upload_sheet
from .starting import (
    add_question,
    add_targets,
    change_drive,
    drop_question,
    drop_target,
    start_drive,
)
from .telling import assign, remind, tell

__all__ = [
    "abandon_sheet",
    "add_question",
    "add_resource",
    "add_targets",
    "allot",
    "answer",
    "answer_template",
    "apply_sheet",
    "assign",
    "became_request",
    "change_drive",
    "drop_question",
    "drop_resource",
    "drop_target",
    "export_drive",
    "finish",
    "give",
    "give_back",
    "is_exact",
    "list_template",
    "move_targets",
    "open_targets",
    "record",
    "remind",
    "return_targets",
    "rows_back",
    "set_capacity",
    "set_claim",
    "shown",
    "start_drive",
    "sweep_files",
    "tell",
    "upload_sheet",
]
