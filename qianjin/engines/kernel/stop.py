"""When a search ends."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stop:
    """
    停止条件 When a search ends: after so much time, so many iterations, or whichever comes first.

    Parameters
    ----------
    seconds
        Wall time. A search stopped by time may end elsewhere on another machine.
    iterations
        Steps of the method. Same data, seed and iterations: same answer.

    Raises
    ------
    ValueError
        Neither is given, or one is not positive.
    """

    seconds: float | None = None
    iterations: int | None = None

    def __post_init__(self) -> None:
        if self.seconds is None and self.iterations is None:
            raise ValueError("seconds or iterations: a search needs an end")
        if self.seconds is not None:
            if not self.seconds > 0:
                raise ValueError("seconds: must be positive")
            object.__setattr__(self, "seconds", float(self.seconds))
        if self.iterations is not None and self.iterations <= 0:
            raise ValueError("iterations: must be positive")
