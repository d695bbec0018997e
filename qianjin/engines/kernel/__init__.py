"""内核 What engines share: when to stop, how good an answer is, and why it is what it is.

>>> Proof(cost=105, bound=100).gap_percent
5.0
>>> Proof(cost=105, bound=None).status
<Status.HEURISTIC: 'heuristic'>
>>> Stop(seconds=2).seconds
2.0
"""

from __future__ import annotations

from .proof import Proof, Status
from .reason import Reason
from .stop import Stop

__all__ = ["Proof", "Reason", "Status", "Stop"]
