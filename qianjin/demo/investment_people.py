"""对接人 Whom one calls at the firms of the projects: who decides, and who handles it."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from qianjin.apps.accounts.models import User
from qianjin.apps.investment.models import Project
from qianjin.apps.prospects import services
from qianjin.apps.prospects.models import Contact
from qianjin.units.cities import find

from .prospects import texts

if TYPE_CHECKING:
    from .investment import Book

SEED = 135
DECIDES = ("董事长", "总经理", "创始合伙人", "执行副总裁")
HANDLES = ("投资发展部部长", "战略规划总监", "董事长助理", "政府事务经理", "基建部部长")


def enter(book: Book) -> None:
    """Two people at each firm: one whom its officer has met, and behind them who decides."""
    chance = random.Random(SEED)
    rows = Project.objects.filter(park=book.park).exclude(organisation=None)
    projects = list(rows.select_related("organisation", "owner").order_by("pk"))
    firms: dict[str, Project] = {}
    for row in projects:
        assert row.organisation is not None
        firms.setdefault(row.organisation.name, row)
    names = _names(chance)
    entries = []
    for number, (firm, row) in enumerate(firms.items()):
        met = timezone.localdate(row.opened_at)
        handler = _entry(row, next(names), 2 * number, chance.choice(HANDLES), met, row.owner)
        decides = _entry(row, next(names), 2 * number + 1, chance.choice(DECIDES), met, row.owner)
        decides["source"], decides["met_where"] = "referral", "由经办人引荐（演示）"
        entries += [services.BookEntry(one, firm, owner=row.owner) for one in (handler, decides)]
    made = services.write_book(
        entries=entries,
        by=book.people["zhouheng"],
        at=book.at,
        is_demo=True,
        origin="招商项目对接人（演示）.xlsx",
    )
    _point(projects, dict(zip(firms, made.contacts[::2], strict=True)), book)


def _entry(
    row: Project, name: str, number: int, post: str, met: date, owner: User
) -> dict[str, Any]:
    city = find(row.city) if row.city else None
    return {
        "name": name,
        "post": post,
        "phones": [f"1380002{number:04d}"],
        "city": city.name_zh if city else "",
        "source": "trip" if row.source == "trip" else "reception",
        "met_on": met,
        "met_where": "来园洽谈（演示）",
        "basis": "consent",
        "consent_on": met,
    }


def _names(chance: random.Random) -> Any:
    """Invented names, none of them in the book already."""
    told = texts()
    given = told["given"].split()
    taken = set(Contact.objects.values_list("name", flat=True))
    found = sorted(
        {f"{s}{a[0]}{b[1]}" for s in told["surnames"].split() for a in given for b in given} - taken
    )
    chance.shuffle(found)
    return iter(found)


def _point(projects: list[Project], people: dict[str, int], book: Book) -> None:
    """Each project names the person one calls; when they were last spoken with."""
    days: dict[date, list[int]] = {}
    for row in projects:
        assert row.organisation is not None
        row.contact_id = people[row.organisation.name]
        days.setdefault(timezone.localdate(row.touched_at), []).append(row.contact_id)
    Project.objects.bulk_update(projects, ["contact"], batch_size=500)
    for on, keys in sorted(days.items()):
        services.touched(park_id=book.park.pk, on=on, contacts=keys)
