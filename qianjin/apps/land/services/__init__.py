"""地块动词 The verbs of the parcel book."""

from .backgrounds import set_background
from .changing import Proposed, approve_change, propose_change, reject_change, withdraw_change
from .noting import Readiness, note_event, note_readiness, note_state
from .recording import add_parcel, change_parcel, note_parcel, set_indicators
from .settings import set_rules
from .tenure import Share, add_right, end_right, set_shares

__all__ = [
    "Proposed",
    "Readiness",
    "Share",
    "add_parcel",
    "add_right",
    "approve_change",
    "change_parcel",
    "end_right",
    "note_event",
    "note_parcel",
    "note_readiness",
    "note_state",
    "propose_change",
    "reject_change",
    "set_background",
    "set_indicators",
    "set_rules",
    "set_shares",
    "withdraw_change",
]
