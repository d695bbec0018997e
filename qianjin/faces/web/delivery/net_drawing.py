"""网络图 The steps of a plan in layers, from what comes first to what comes last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qianjin.ui.drawing.parts import number, text

BOX, HIGH, GAP_X, GAP_Y, EDGE = 128.0, 34.0, 44.0, 14.0, 12.0
SIGNS = 9.2


@dataclass(frozen=True, slots=True)
class Node:
    """一环 One box."""

    key: str
    label: str
    sub: str
    url: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """One line from a box to another; ``kind`` hard, soft or serial, ``is-critical`` beside it."""

    before: str
    after: str
    kind: str


def layered(nodes: Sequence[Node], ties: Sequence[Tie], label: str) -> str:
    """An SVG, as wide as its layers; nothing without boxes."""
    if not nodes:
        return ""
    there = {node.key for node in nodes}
    kept = [tie for tie in ties if tie.before in there and tie.after in there]
    layer = layers_of([node.key for node in nodes], kept)
    places = _places(nodes, kept, layer)
    columns = max(layer.values()) + 1
    rows = max(place for _column, place in places.values()) + 1
    wide = columns * (BOX + GAP_X) - GAP_X + 2 * EDGE
    high = rows * (HIGH + GAP_Y) - GAP_Y + 2 * EDGE
    parts = [
        f'<svg class="layers" viewBox="0 0 {number(wide)} {number(high)}" width="{number(wide)}"'
        f' height="{number(high)}" role="img" aria-label="{text(label)}">'
    ]
    parts += [_tie(tie, places) for tie in kept]
    parts += [_node(node, *places[node.key]) for node in nodes]
    return "".join([*parts, "</svg>"])


def layers_of(keys: Sequence[str], ties: Sequence[Tie]) -> dict[str, int]:
    """For each box the longest way to it, in boxes; a circle is left where it was met."""
    waits = dict.fromkeys(keys, 0)
    after: dict[str, list[str]] = defaultdict(list)
    for tie in ties:
        waits[tie.after] += 1
        after[tie.before].append(tie.after)
    layer = dict.fromkeys(keys, 0)
    ready = [key for key in keys if not waits[key]]
    while ready:
        key = ready.pop()
        for other in after[key]:
            layer[other] = max(layer[other], layer[key] + 1)
            waits[other] -= 1
            if not waits[other]:
                ready.append(other)
    return layer


def _places(
    nodes: Sequence[Node], ties: Sequence[Tie], layer: Mapping[str, int]
) -> dict[str, tuple[int, int]]:
    """Column and row: each column sorted by the middle of what comes before its boxes."""
    before: dict[str, list[str]] = defaultdict(list)
    for tie in ties:
        before[tie.after].append(tie.before)
    columns: dict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        columns[layer[node.key]].append(node)
    places: dict[str, tuple[int, int]] = {}
    for column in sorted(columns):
        order = {node.key: n for n, node in enumerate(columns[column])}

        def middle(node: Node, order: Mapping[str, int] = order) -> tuple[float, int]:
            rows = [places[key][1] for key in before[node.key] if key in places]
            return (sum(rows) / len(rows) if rows else order[node.key], order[node.key])

        for row, node in enumerate(sorted(columns[column], key=middle)):
            places[node.key] = (column, row)
    return places


def _at(column: int, row: int) -> tuple[float, float]:
    return EDGE + column * (BOX + GAP_X), EDGE + row * (HIGH + GAP_Y)


def _node(node: Node, column: int, row: int) -> str:
    x, y = _at(column, row)
    return (
        f'<a href="{text(node.url)}" class="l-node {node.kind}"><title>{text(node.label)}</title>'
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(BOX)}" height="{number(HIGH)}"'
        f' rx="6"/><text x="{number(x + 8)}" y="{number(y + 14)}">{text(_short(node.label))}</text>'
        f'<text class="l-sub" x="{number(x + 8)}" y="{number(y + 28)}">{text(node.sub)}</text></a>'
    )


def _tie(tie: Tie, places: Mapping[str, tuple[int, int]]) -> str:
    a, b = _at(*places[tie.before]), _at(*places[tie.after])
    x1, y1 = a[0] + BOX, a[1] + HIGH / 2
    x2, y2 = b[0], b[1] + HIGH / 2
    bend = max((x2 - x1) / 2, GAP_X / 2)
    return (
        f'<path class="l-tie {tie.kind}" d="M{number(x1)} {number(y1)}'
        f"C{number(x1 + bend)} {number(y1)} {number(x2 - bend)} {number(y2)}"
        f' {number(x2)} {number(y2)}"/>'
    )


def _short(name: str) -> str:
    wide = 0.0
    kept: list[str] = []
    for sign in name:
        wide += 1.0 if ord(sign) > 0x2E80 else 0.55
        if wide > SIGNS:
            return "".join(kept) + "…"
        kept.append(sign)
    return name
