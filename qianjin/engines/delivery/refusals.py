"""What is refused: data that do not fit, circles, dates that cannot be."""

from __future__ import annotations

from ..kernel import Reason


class ProblemError(ValueError):
    """The data of a problem do not fit; the part and the field are named."""


class CycleError(ProblemError):
    """
    Activities wait for each other in a circle.

    ``loop`` has them in order: each waits for the one before it, the first for the last.
    """

    def __init__(self, loop: tuple[str, ...]) -> None:
        self.loop = loop
        super().__init__("in a circle: " + " → ".join([*loop, loop[0]]))


class ImpossibleError(ProblemError):
    """
    No plan can keep every rule; ``reasons`` say which date is forbidden by what.

    Each reason names an activity and, in its ``amount``, the day that cannot be.
    """

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        self.reasons = reasons
        super().__init__("; ".join(f"{one.code} {one.subject}" for one in reasons))
