"""政策兑现动词 The verbs of schemes and claims: keep, tell, claim, carry to payment, tables."""

from .claiming import (
    add_files,
    approve,
    begin,
    decline,
    file_claim,
    hand_over,
    pay,
    refuse,
    send_back,
    sweep_documents,
)
from .exporting import (
    claim_template,
    export_claims,
    export_schemes,
    export_totals,
    note_list_taken,
    scheme_template,
)
from .facts import fill_in, state_qualification
from .importing import Taken, import_claims
from .reminding import remind
from .scheme_tables import look_again, remap, take_over, undo_import, upload
from .schemes import change_scheme, check_scheme, write_scheme
from .telling import opened, tell

__all__ = [
    "Taken",
    "add_files",
    "approve",
    "begin",
    "change_scheme",
    "check_scheme",
    "claim_template",
    "decline",
    "export_claims",
    "export_schemes",
    "export_totals",
    "file_claim",
    "fill_in",
    "hand_over",
    "import_claims",
    "look_again",
    "note_list_taken",
    "opened",
    "pay",
    "refuse",
    "remap",
    "remind",
    "scheme_template",
    "send_back",
    "state_qualification",
    "sweep_documents",
    "take_over",
    "tell",
    "undo_import",
    "upload",
    "write_scheme",
]
