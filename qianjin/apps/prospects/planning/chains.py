"""相识链 Through whom one reaches somebody: the shortest chain of acquaintances.

A chain is as long as the sum of its ties; a close tie is shorter than a slight one, colleagues at
one firm, of whom nobody has said that they know each other, are the longest (Dijkstra, from the
person towards the officers; the graphs are small, for they are read level by level).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count

Node = tuple[str, int]
"""``("officer", number)`` or ``("contact", number)``."""

LENGTHS = {3: 1.0, 2: 1.15, 1: 1.4}
SAME_FIRM = 1.7
WORKS_AT = "works_at"
"""The kind of a tie between two people of one firm that nobody has entered."""


@dataclass(frozen=True, slots=True)
class Link:
    """One tie of the graph: both ends, its kind (``TieKind``, or ``works_at``), how well."""

    one: Node
    other: Node
    kind: str
    strength: int = 0

    @property
    def length(self) -> float:
        return SAME_FIRM if self.kind == WORKS_AT else LENGTHS[self.strength]


@dataclass(frozen=True, slots=True)
class Chain:
    """From an officer to the person: the nodes, and the links between each two of them."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    length: float


def shortest(links: Iterable[Link], targets: Iterable[Node], *, most: int = 3) -> list[Chain]:
    """The best chain of each officer who reaches any target, the shortest first; ``most`` of them.

    >>> officer, friend, boss = ("officer", 1), ("contact", 2), ("contact", 3)
    >>> links = [Link(officer, friend, "classmate", 3), Link(friend, boss, "works_at")]
    >>> [chain.nodes for chain in shortest(links, [boss])]
    [(('officer', 1), ('contact', 2), ('contact', 3))]
    """
    ties: dict[Node, list[tuple[Node, Link]]] = {}
    for link in links:
        ties.setdefault(link.one, []).append((link.other, link))
        ties.setdefault(link.other, []).append((link.one, link))
    ticket = count()  # settles equal lengths by who came first, never by comparing nodes
    queue: list[tuple[float, int, Node]] = []
    best: dict[Node, float] = {}
    came: dict[Node, tuple[Node, Link]] = {}
    for target in targets:
        best[target] = 0.0
        heapq.heappush(queue, (0.0, next(ticket), target))
    chains: list[Chain] = []
    while queue and len(chains) < most:
        length, _turn, node = heapq.heappop(queue)
        if length > best[node]:
            continue
        if node[0] == "officer":
            chains.append(_back(node, came, length))
            continue  # one officer is not reached through another
        for other, link in ties.get(node, ()):
            longer = length + link.length
            if longer < best.get(other, float("inf")):
                best[other], came[other] = longer, (node, link)
                heapq.heappush(queue, (longer, next(ticket), other))
    return chains


def _back(node: Node, came: Mapping[Node, tuple[Node, Link]], length: float) -> Chain:
    nodes, links = [node], []
    while node in came:
        node, link = came[node]
        nodes.append(node)
        links.append(link)
    return Chain(tuple(nodes), tuple(links), length)
