"""What is said and written in a tile, as the format keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .layer import Column, Value
from .ragged import Ints, put, starts_of
from .varint import Bytes, number, pack, sizes_of, zigzag


@dataclass(slots=True)
class Sayings:
    """The columns of a layer as a tile holds them: a head for the tile, bytes for each shape."""

    head: bytes
    body: Bytes
    starts: Ints

    @classmethod
    def of(cls, ids: Ints, columns: Mapping[str, Column]) -> Sayings:
        """Identifier, words and kind of every shape."""
        head = bytearray()
        pairs, told = [], []
        base = 0
        for place, (name, column) in enumerate(columns.items()):
            head += field_of(3, name.encode())
            for word in column.words:
                head += field_of(4, value(word))
            pairs.append(np.full(len(ids), place, np.int64))
            pairs.append(column.codes + base)
            told += [column.codes >= 0] * 2
            base += len(column.words)
        count = len(ids)
        tags = np.column_stack(pairs) if pairs else np.zeros((count, 0), np.int64)
        some = np.column_stack(told) if told else np.zeros((count, 0), bool)
        _, sizes = pack(np.where(some, tags, 0).ravel())
        length = (sizes.reshape(some.shape) * some).sum(axis=1)
        rows = np.column_stack(
            (
                np.full(count, 0x08), ids, np.full(count, 0x12), length, tags,
                np.full(count, 0x18), np.full(count, 3),
            )
        )  # fmt: skip
        written = np.ones(rows.shape, bool)
        written[:, 4:-2] = some
        written[length == 0, 2:4] = False
        body, sizes = pack(rows[written])
        per_row = written.sum(axis=1)
        ends = starts_of(sizes)
        return cls(bytes(head), body, ends[starts_of(per_row)])


@dataclass(slots=True)
class Writings:
    """The labels of a layer: of each shape the bytes of its text, ready to be copied."""

    body: Bytes
    starts: Ints

    @classmethod
    def of(cls, texts: Sequence[str]) -> Writings:
        """In the order of the shapes."""
        told = [field_of(4, value(text)) for text in texts]
        return cls(
            np.frombuffer(b"".join(told), np.uint8),
            starts_of(np.array([len(one) for one in told], np.int64)),
        )

    def of_tile(self, shapes: Ints, ids: Ints, spots: Ints) -> tuple[bytes, bytes]:
        """Head and features of a layer of points, each with the text that is written there."""
        count = len(shapes)
        sizes = self.starts[shapes + 1] - self.starts[shapes]
        texts = np.empty(int(sizes.sum()), np.uint8)
        put(texts, starts_of(sizes)[:-1], self.body, self.starts[shapes], sizes)
        numbers = np.zeros((count, 15), np.int64)
        # Identifier; tags: the first name, the text's place; kind: point; geometry: one move.
        numbers[:, 0], numbers[:, 2] = 0x12, 0x08
        numbers[:, 3] = ids
        numbers[:, 4], numbers[:, 6], numbers[:, 7] = 0x12, 0, np.arange(count)
        numbers[:, 8], numbers[:, 9], numbers[:, 10], numbers[:, 12] = 0x18, 1, 0x22, 0x09
        numbers[:, 13:] = zigzag(spots)
        sizes = sizes_of(numbers.ravel()).reshape(-1, 15)
        numbers[:, 5] = sizes[:, 6:8].sum(axis=1)
        numbers[:, 11] = sizes[:, 12:].sum(axis=1)
        # Both lengths are below 128, so each takes the byte that is counted for it.
        numbers[:, 1] = sizes[:, 2:].sum(axis=1)
        return field_of(3, b"label") + texts.tobytes(), pack(numbers.ravel())[0].tobytes()


def value(word: Value) -> bytes:
    """A word as the format keeps it."""
    if isinstance(word, bool):
        return b"\x38" + number(int(word))
    if isinstance(word, int):
        return b"\x30" + number((word << 1) ^ (word >> 63))
    if isinstance(word, float):
        return b"\x19" + np.float64(word).tobytes()
    return field_of(1, word.encode())


def field_of(key: int, content: bytes) -> bytes:
    """Bytes of a known length under a key."""
    return number(key << 3 | 2) + number(len(content)) + content
