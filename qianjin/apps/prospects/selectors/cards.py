"""名片 What was pasted, and who of the book it may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises import selectors as directory
from qianjin.apps.enterprises.models import Enterprise
from qianjin.units import vcard

from .. import checks, planning
from ..models import Contact, Organisation
from .doubles import contacts_like, organisations_like

TABLE = "table"
MOST_LIKE = 3
HINT = 0.5
"""While one types, less is enough for a hint than for a suspicion that is kept."""


@dataclass(frozen=True, slots=True)
class ReadCard:
    """识别 Fields of a contact as they were recognised, and what was not."""

    values: dict[str, str]
    rest: str
    is_table: bool


@dataclass(frozen=True, slots=True)
class Likes:
    """像谁 Who and what of the book (and of the park) an entry may be."""

    people: list[tuple[Contact, planning.Match]]
    firms: list[tuple[Organisation, float, planning.Reasons]]
    landed: list[Enterprise]


def read_card(text: str) -> ReadCard:
    """A card, signature, 微信 card or vCard; several of them, or rows with tabs, are a table."""
    if vcard.looks_like(text):
        cards = vcard.read(text)
        if len(cards) == 1:
            card = cards[0]
            values = {
                "name": card.name,
                "firm": card.firm,
                "post": card.post,
                "phones": "，".join(n for p in card.phones for n in planning.phones(p)),
                "wechat": card.wechat,
                "email": next(iter(card.emails), ""),
                "city": card.city,
                "note": card.note,
            }
            return ReadCard(_kept(values), "", False)
        return ReadCard({}, "", len(cards) > 1)
    lines = [line for line in text.splitlines() if line.strip()]
    if sum("\t" in line for line in lines) > 1:
        return ReadCard({}, "", True)
    read = planning.read_card(text)
    values = {
        "name": read.name,
        "firm": read.firm,
        "post": read.post,
        "phones": "，".join(read.phones),
        "wechat": read.wechat,
        "email": read.email,
        "city": read.city,
        "note": read.address,
    }
    return ReadCard(_kept(values), read.rest, False)


def likes_of(actor: Actor, *, name: str, firm: str, phones: str, email: str, wechat: str) -> Likes:
    """Who may be this person already, and which firm of the book or of the park this one."""
    if not actor.may(Capability.PROSPECT_SEE):
        return Likes([], [], [])
    numbers = planning.phones(phones)
    row = Contact(
        park_id=actor.park_id,
        name=name.strip()[: checks.LIMITS["name"]],
        name_key=planning.person_key(name),
        phones=numbers,
        email=email.strip(),
        wechat=wechat.strip(),
    )
    named = firm.strip()[: checks.LIMITS["name"]]
    if named:
        row.organisation = Organisation(park_id=actor.park_id, name=named)
    people = contacts_like(row, at_least=HINT) if row.name or numbers else []
    firms = organisations_like(actor.park_id, named) if len(named) > 1 else []
    landed: list[Any] = []
    if len(named) > 1 and actor.may(Capability.ENTERPRISE_SEE):
        landed = directory.lookalikes(actor, named)[:MOST_LIKE]
    return Likes(people[:MOST_LIKE], firms[:MOST_LIKE], landed)


def _kept(values: dict[str, str]) -> dict[str, str]:
    limits = {**checks.LIMITS, "phones": 200, "firm": checks.LIMITS["name"], "note": 500}
    return {key: text[: limits[key]] for key, text in values.items()}
