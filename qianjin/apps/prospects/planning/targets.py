"""目标企业排序 How well a firm of a register would fit the park, and why: points that add to 100.

What counts: the sector (a code or product of its chain), nearness to the nodes that are wanted,
what the park's present enterprises make or need, whom the section knows there, size and city.
Nothing is estimated: what a register does not say gives no points. The weights are ours 【推】.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data" / "chains.yaml"
CHAIN_OF = {"auto": "auto", "aviation": "aviation", "space": "aviation"}
"""Sectors of the park with a chain; the aviation chain ends in space (72 nodes)."""

POINTS = {
    "wanted_node": 30,
    "wanted_code": 20,
    "next_to_wanted": 18,
    "sector_code": 15,
    "sector_product": 10,
    "feeds_present": 20,
    "same_trade": 8,
    "known_people": 10,
    "large": 10,
    "medium": 6,
    "city": 10,
}
LARGE_WAN, MEDIUM_WAN = Decimal(50_000), Decimal(5_000)
LARGE_STAFF, MEDIUM_STAFF = 1000, 300
"""统计上大中小微型企业划分办法(2017), industry: from 1,000 and from 300 employees."""

Reason = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Node:
    """链节点 A place in a chain: what is made there, under which codes, and what it feeds."""

    code: str
    chain: str
    tier: str
    name: str
    products: tuple[str, ...]
    codes: frozenset[str]
    feeds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Firm:
    """What a register says of one firm; ``industry`` as GB/T 4754 with its letter (C3670)."""

    name: str
    industry: str = ""
    products: str = ""
    city: str = ""
    capital_wan: Decimal | None = None
    employees: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a campaign looks for, and what the park has.

    ``present`` counts present enterprises by four digits of their industry, ``known`` the people
    the section knows by the firm's normalised name.
    """

    sector: str
    nodes: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()
    present: Mapping[str, int] = field(default_factory=dict)
    known: Mapping[str, int] = field(default_factory=dict)


@lru_cache(maxsize=1)
def nodes() -> dict[str, Node]:
    """Every node of the chains, by code."""
    import yaml

    told: dict[str, list[dict[str, Any]]] = yaml.safe_load(DATA.read_text("utf-8"))
    return {
        row["id"]: Node(
            row["id"],
            chain,
            row["tier"],
            row["name"],
            tuple(row["products"]),
            frozenset(row["codes"]),
            frozenset(row["feeds"]),
        )
        for chain, rows in told.items()
        for row in rows
    }


Places = tuple[list[Node], list[Node]]
"""The nodes at which a firm stands by its products, and those by its code alone."""


def rank(firm: Firm, wanted: Wanted, *, key: str) -> tuple[int, list[Reason]]:
    """Points and reasons of one firm; ``key`` is its normalised name.

    >>> wanted = Wanted("auto", frozenset({"AM08"}))
    >>> rank(Firm("甲", products="扁线"), wanted, key="甲")[1][0][:2]
    ('next_to_wanted', '铜及铜材 → 驱动电机')
    """
    at = _at(firm)
    reasons = [*_chain(at, wanted), *_park(at, firm, wanted, key), *_self(firm, wanted)]
    return min(sum(points for *_why, points in reasons), 100), reasons


def _digits(industry: str) -> str:
    return industry[1:] if industry[:1].isalpha() else industry


def _at(firm: Firm) -> Places:
    """The nodes at which a firm stands by its products, and those by its code alone."""
    by_product, by_code = [], []
    code = _digits(firm.industry)
    text = firm.name + firm.products
    for node in nodes().values():
        if any(product in text for product in (*node.products, node.name)):
            by_product.append(node)
        elif len(code) == 4 and code in node.codes:
            by_code.append(node)
    return by_product, by_code


def _chain(at: Places, wanted: Wanted) -> list[Reason]:
    by_product, by_code = at
    here = [*by_product, *by_code]
    found: list[Reason] = []
    made = next((node for node in by_product if node.code in wanted.nodes), None)
    coded_so = next((node for node in by_code if node.code in wanted.nodes), None)
    if made is not None:
        found.append(("wanted_node", made.name, POINTS["wanted_node"]))
    elif coded_so is not None:
        # One code covers several nodes: weaker than the product itself.
        found.append(("wanted_code", coded_so.name, POINTS["wanted_code"]))
    else:
        for node in here:
            near = next(
                (
                    (node, nodes()[code]) if code in node.feeds else (nodes()[code], node)
                    for code in sorted(wanted.nodes)
                    if code in nodes() and (code in node.feeds or node.code in nodes()[code].feeds)
                ),
                None,
            )
            if near is not None:
                words = f"{near[0].name} → {near[1].name}"
                found.append(("next_to_wanted", words, POINTS["next_to_wanted"]))
                break
    chain = CHAIN_OF.get(wanted.sector, "")
    if product := next((node for node in by_product if node.chain == chain), None):
        found.append(("sector_product", product.name, POINTS["sector_product"]))
    if coded := next((node for node in by_code if node.chain == chain), None):
        found.append(("sector_code", coded.name, POINTS["sector_code"]))
    return found


def _park(at: Places, firm: Firm, wanted: Wanted, key: str) -> list[Reason]:
    found: list[Reason] = []
    by_product, by_code = at
    customers = {
        code: wanted.present[digits]
        for node in (*by_product, *by_code)
        for code in sorted(node.feeds)
        for digits in sorted(nodes()[code].codes)
        if digits in wanted.present
    }
    if customers:
        best = max(sorted(customers), key=lambda code: customers[code])
        words = f"{nodes()[best].name} {customers[best]}"
        found.append(("feeds_present", words, POINTS["feeds_present"]))
    code = _digits(firm.industry)
    if same := wanted.present.get(code, 0):
        found.append(("same_trade", str(same), POINTS["same_trade"]))
    if people := wanted.known.get(key, 0):
        found.append(("known_people", str(people), POINTS["known_people"]))
    return found


def _self(firm: Firm, wanted: Wanted) -> list[Reason]:
    found: list[Reason] = []
    capital, staff = firm.capital_wan or Decimal(0), firm.employees or 0
    if staff >= LARGE_STAFF or capital >= LARGE_WAN:
        found.append(("large", _size(firm), POINTS["large"]))
    elif staff >= MEDIUM_STAFF or capital >= MEDIUM_WAN:
        found.append(("medium", _size(firm), POINTS["medium"]))
    if firm.city and firm.city in wanted.cities:
        found.append(("city", firm.city, POINTS["city"]))
    return found


def _size(firm: Firm) -> str:
    if firm.employees:
        return str(firm.employees)
    return f"{firm.capital_wan:.0f} 万元" if firm.capital_wan else ""


def chain_of(sector: str) -> str:
    """The chain of a sector; empty for one without."""
    return CHAIN_OF.get(sector, "")


def chosen(codes: Sequence[str]) -> list[str]:
    """Those of some codes that are nodes, each once."""
    return [code for code in dict.fromkeys(codes) if code in nodes()]
