"""What a classifier learns from."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite


@dataclass(frozen=True, slots=True)
class Example:
    """
    样例 One text and what people decided about it.

    Parameters
    ----------
    text
        The words, as they were written.
    label
        What was chosen; not empty.
    weight
        How much it counts; 1 is an ordinary decision, more a correction.

    Raises
    ------
    ValueError
        The label is empty or the weight not a positive number.
    """

    text: str
    label: str
    weight: float = 1.0

    def __post_init__(self) -> None:
        if not self.label:
            raise ValueError("label: empty")
        if not (isfinite(self.weight) and self.weight > 0):
            raise ValueError("weight: not a positive number")


@dataclass(frozen=True, slots=True)
class TrainingData:
    """
    训练数据 The examples, and how the classifier is built from them.

    Parameters
    ----------
    examples
        At least two labels among them.
    bits
        The n-grams are hashed into 2 to the power of ``bits`` places, 8 to 18.
    smoothing
        Strength of the pull of every weight towards zero, per example; positive.

    Raises
    ------
    ValueError
        Fewer than two labels, or a number out of its range.
    """

    examples: tuple[Example, ...]
    bits: int = 15
    smoothing: float = 0.0005

    def __post_init__(self) -> None:
        if len({example.label for example in self.examples}) < 2:
            raise ValueError("examples: fewer than two labels")
        if not 8 <= self.bits <= 18:
            raise ValueError("bits: not from 8 to 18")
        if not (isfinite(self.smoothing) and self.smoothing > 0):
            raise ValueError("smoothing: not a positive number")

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels in a fixed order."""
        return tuple(sorted({example.label for example in self.examples}))
