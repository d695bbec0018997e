"""The trained classifier: suggestions with confidence and reasons, and its packed form."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..kernel import Reason
from .grams import Floats, Ints, distinct_places, grams, place_of, rows_of
from .regression import log_shares, products

VERSION = 1
MOST_REASONS = 4


@dataclass(frozen=True, slots=True)
class Suggestion:
    """建议 One label, how probable it is (0 to 1), and which n-grams spoke for it."""

    label: str
    probability: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Classifier:
    """
    分类器 What was learned.

    Parameters
    ----------
    labels
        The labels, in the order of the columns of ``weights``.
    bits
        The n-grams are hashed into 2**bits places.
    places
        The places something is known about, rising.
    rarity
        For each place how much it counts in a text.
    weights
        A line per place, and a last one for the constant; a number per label.
    temperature
        The scores are divided by it, so that confidence means what it says.
    """

    labels: tuple[str, ...]
    bits: int
    places: Ints
    rarity: Floats
    weights: Floats
    temperature: float

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """For each text one row of probabilities, in the order of ``labels``."""
        rows = rows_of(distinct_places(texts, self.bits), self.places, self.rarity)
        shares: Floats = np.exp(log_shares(products(rows, self.weights) / self.temperature))
        return shares

    def suggest(self, text: str, *, most: int = 3) -> tuple[Suggestion, ...]:
        """The most probable labels, each with the n-grams that spoke for it."""
        shares = self.probabilities([text])[0]
        order = np.argsort(-shares, kind="stable")[:most]
        spoken = self._spoken(text)
        return tuple(
            Suggestion(self.labels[column], float(shares[column]), _foremost(spoken, int(column)))
            for column in order
        )

    def _spoken(self, text: str) -> dict[str, Floats]:
        """What each n-gram of the text added to each label, beyond what it added on average."""
        found = {gram: place_of(gram, self.bits) for gram in grams(text)}
        line = {place: n for n, place in enumerate(self.places.tolist())}
        known = {gram: line[place] for gram, place in found.items() if place in line}
        size = float(np.sqrt(sum(self.rarity[n] ** 2 for n in set(known.values())))) or 1.0
        return {
            gram: (self.weights[n] - self.weights[n].mean()) * self.rarity[n] / size
            for gram, n in known.items()
        }

    def pack(self) -> bytes:
        """
        The classifier as a few kilobytes: weights as whole numbers from -127 to 127 per label,
        everything compressed.
        """
        scale = np.maximum(np.abs(self.weights).max(axis=0), 1e-12) / 127
        head = {
            "version": VERSION,
            "labels": self.labels,
            "bits": self.bits,
            "temperature": self.temperature,
            "scale": scale.tolist(),
            "known": len(self.places),
        }
        start = json.dumps(head, ensure_ascii=False).encode("utf-8")
        steps = np.diff(self.places, prepend=0).astype("<u4")
        whole = np.rint(self.weights / scale).astype(np.int8)
        body = steps.tobytes() + self.rarity.astype("<f2").tobytes() + whole.tobytes()
        return zlib.compress(len(start).to_bytes(4, "little") + start + body, 9)

    @classmethod
    def unpack(cls, data: bytes) -> Classifier:
        """
        Read what ``pack`` wrote.

        :raises ValueError: it was written by another version.
        """
        plain = zlib.decompress(data)
        size = int.from_bytes(plain[:4], "little")
        head = json.loads(plain[4 : 4 + size])
        if head["version"] != VERSION:
            raise ValueError("version: another one")
        known, at = head["known"], 4 + size
        steps = np.frombuffer(plain, "<u4", known, at)
        rarity = np.frombuffer(plain, "<f2", known, at + 4 * known)
        whole = np.frombuffer(plain, np.int8, offset=at + 6 * known)
        weights = whole.reshape(known + 1, len(head["labels"])) * np.array(head["scale"])
        return cls(
            labels=tuple(head["labels"]),
            bits=head["bits"],
            places=np.cumsum(steps, dtype=np.int64),
            rarity=rarity.astype(np.float64),
            weights=weights,
            temperature=head["temperature"],
        )


def _foremost(spoken: dict[str, Floats], column: int) -> tuple[Reason, ...]:
    """The n-grams that spoke most for a label; none that lies within a stronger one."""
    ranked = sorted(
        ((float(added[column]), gram) for gram, added in spoken.items()),
        key=lambda pair: (-pair[0], -len(pair[1]), pair[1]),
    )
    kept: list[tuple[float, str]] = []
    for amount, gram in ranked:
        if amount <= 0 or len(kept) == MOST_REASONS:
            break
        if not any(gram in other or other in gram for _amount, other in kept):
            kept.append((amount, gram))
    return tuple(Reason("ngram", gram, round(amount, 3)) for amount, gram in kept)
