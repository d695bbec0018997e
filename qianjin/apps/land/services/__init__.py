"""地块动词 The verbs of the parcel book."""

from .backgrounds import (
    set_background,
)
from .barriers import (
    add_barrier,
    change_barrier,
    end_barrier,
)
from .changing import (
    Proposed,
    approve_change,
    propose_change,
    reject_change,
    withdraw_change,
)
from .filing import (
    add_files,
    remove_file,
    sweep_files,
)
from .lowuse import (
    apply_rule,
    enter_low_use,
    report_remedy,
    set_remedy,
    settle_low_use,
)
from .noting import (
    Readiness,
    note_event,
    note_readiness,
    note_state,
)
from .proposing import (
    propose_boundary,
    propose_merge,
    propose_new,
    propose_split,
)
from .recording import (
    add_parcel,
    change_parcel,
    note_parcel,
    set_indicators,
)
from .settings import (
    set_rules,
)
from .surveying import (
    drop_survey,
    propose_survey,
    repair_survey,
    say_of_survey,
    send_survey,
    undo_repairs,
)
from .tables import (
    export_one,
    export_parcels,
    export_survey,
    import_table,
)
from .tenure import (
    Share,
    add_right,
    end_right,
    set_shares,
)

__all__ = [
    "Proposed",
    "Readiness",
    "Share",
    "add_barrier",
    "add_files",
    "add_parcel",
    "add_right",
    "apply_rule",
    "approve_change",
    "change_barrier",
    "change_parcel",
    "drop_survey",
    "end_barrier",
    "end_right",
    "enter_low_use",
    "export_one",
    "export_parcels",
    "export_survey",
    "import_table",
    "note_event",
    "note_parcel",
    "note_readiness",
    "note_state",
    "propose_boundary",
    "propose_change",
    "propose_merge",
    "propose_new",
    "propose_split",
    "propose_survey",
    "reject_change",
    "remove_file",
    "repair_survey",
    "report_remedy",
    "say_of_survey",
    "send_survey",
    "set_background",
    "set_indicators",
    "set_remedy",
    "set_rules",
    "set_shares",
    "settle_low_use",
    "sweep_files",
    "undo_repairs",
    "withdraw_change",
]
