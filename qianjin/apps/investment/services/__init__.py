"""招商动词 The verbs of projects: enter, touch, move, talk, admit, sign, promise, hand over."""

from .admitting import decide, give_opinion, keep_criterion, open_review, score, total_of
from .exporting import export_projects, project_template
from .exporting_parts import PARTS, export_part
from .handing import hand_over, take_back_hand_over
from .importing import look_again, remap, take_over, undo_import, upload
from .meeting import (
    end_meeting,
    end_reception,
    end_trip,
    plan_meeting,
    plan_reception,
    plan_trip,
    walk_site,
)
from .moving import lose, move, postpone, revive
from .pipelines import add_stage, change_stage, lay_out
from .projects import add_project, change_project, plan_step
from .promising import commit, drop_commitment, pay_subsidy, promise_subsidy, report_year
from .signing import check_signable, sign, take_back_signing
from .talking import (
    add_version,
    drop_round,
    hold_round,
    open_point,
    open_room,
    plan_round,
    settle_point,
    sweep_versions,
)
from .touching import sweep_files, touch
from .traces import tell

__all__ = [
    "PARTS",
    "add_project",
    "add_stage",
    "add_version",
    "change_project",
    "change_stage",
    "check_signable",
    "commit",
    "decide",
    "drop_commitment",
    "drop_round",
    "end_meeting",
    "end_reception",
    "end_trip",
    "export_part",
    "export_projects",
    "give_opinion",
    "hand_over",
    "hold_round",
    "keep_criterion",
    "lay_out",
    "look_again",
    "lose",
    "move",
    "open_point",
    "open_review",
    "open_room",
    "pay_subsidy",
    "plan_meeting",
    "plan_reception",
    "plan_round",
    "plan_step",
    "plan_trip",
    "postpone",
    "project_template",
    "promise_subsidy",
    "remap",
    "report_year",
    "revive",
    "score",
    "settle_point",
    "sign",
    "sweep_files",
    "sweep_versions",
    "take_back_hand_over",
    "take_back_signing",
    "take_over",
    "tell",
    "total_of",
    "touch",
    "undo_import",
    "upload",
    "walk_site",
]
