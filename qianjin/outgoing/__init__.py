"""对外访问守卫 The one door by which the platform calls anything outside itself.

Everything that leaves (robots of groups, a mailbox, a city's sign-in) goes through ``call`` or
``open_line``: the address is judged as written, its name is looked up once, every answer is judged,
and the connection goes to an answer that was judged, never to a second lookup. TLS is verified for
the name. Redirects are not followed. Time and size are bounded. Hosts of the operator's own
network are open only when a setting names them (``QIANJIN_PRIVATE_HOSTS``).

Start reading in ``guard``; ``calls`` speaks HTTP over it, ``sessions`` serves a library.
"""

from .calls import Answer, Bounds, call
from .guard import Line, Wires, check, open_line, wired
from .refusals import CallFailed, NotTrusted, OutgoingRefused, TooLarge, TooSlow, Unreachable

__all__ = [
    "Answer",
    "Bounds",
    "CallFailed",
    "Line",
    "NotTrusted",
    "OutgoingRefused",
    "TooLarge",
    "TooSlow",
    "Unreachable",
    "Wires",
    "call",
    "check",
    "open_line",
    "wired",
]
