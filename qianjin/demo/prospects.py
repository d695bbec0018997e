"""人脉 Invented firms in twelve cities and a thousand people there, as a year of trips brings them.

They are entered in bulk, as a table is taken over. A few stand twice and are left for the reader to
settle; a chain of acquaintances leads to one whom nobody knows; one table waits in its preview.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import yaml
from django.utils import timezone, translation

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.parks.models import Park
from qianjin.apps.prospects import services
from qianjin.apps.prospects.models import Contact, Organisation

from .directory import DATA, MARK

SEED = 1000
FIRMS, PEOPLE, TARGETS = 150, 1040, 90
ENTERED_DAYS = 6
MET = ("card", "wechat", "reception", "trip", "event")


@lru_cache(maxsize=1)
def texts() -> dict[str, Any]:
    """The invented words."""
    found: dict[str, Any] = yaml.safe_load((DATA / "prospects.yaml").read_text("utf-8"))
    return found


def carry_out(park: Park, people: dict[str, Actor], *, at: datetime) -> None:
    """Firms, people, who knows whom, doubles, time that runs out, and a table in its preview."""
    chance = random.Random(SEED)
    with translation.override("zh-hans"):
        head = people["zhouheng"]
        users = User.objects.in_bulk([actor.person_id for actor in people.values()])
        made = services.write_book(
            entries=_entries(people, users, chance, at),
            by=head,
            at=at - timedelta(days=ENTERED_DAYS),
            is_demo=True,
            origin="招商人脉台账（演示）.xlsx",
        )
        _touch(park, made, chance, at)
        _double(people, made, at)
        _tie(people, made, at)
        _campaign(people, chance, at)
        services.remind_of_expiry(park_id=park.pk, at=at)
        services.sweep(park_id=park.pk, at=at - timedelta(hours=8))
        services.upload(
            data=texts()["waiting"].encode(),
            file_name="对接会名单（演示）.txt",
            by=people["yeting"],
            at=at,
        )


def _firms(chance: random.Random) -> list[dict[str, Any]]:
    told = texts()
    brands = told["brands"].split()
    found: dict[str, dict[str, Any]] = {}
    sectors = list(told["sectors"].items())
    taken: set[str] = set()
    while len(found) < FIRMS:
        number = len(found)
        sector, more = sectors[chance.choices(range(5), (40, 25, 10, 20, 5))[0]]
        city = told["cities"][number % len(told["cities"])]
        trade = more["trades"][(number + number // 25) % len(more["trades"])]
        turn = number
        while (brand := brands[turn % len(brands)]) + trade in taken:
            turn += 1
        taken.add(brand + trade)
        name = f"{city}{brand}{trade}有限公司{MARK}"
        found[name] = {"sector": sector, "city": city, "officer": more["officer"]}
    return [{"name": name, **more} for name, more in found.items()]


def _entries(
    people: dict[str, Actor], users: dict[int, User], chance: random.Random, at: datetime
) -> list[services.BookEntry]:
    told, firms = texts(), _firms(chance)
    names = [s + g for s in told["surnames"].split() for g in told["given"].split()]
    chance.shuffle(names)
    names += [f"{name[0]}{name[2]}{name[1]}" for name in names[: PEOPLE - len(names)]]
    today = timezone.localdate(at)
    found = []
    for number, name in enumerate(names[:PEOPLE]):
        # The first of each firm first, then wherever the trips led again.
        firm = firms[number] if number < FIRMS else firms[int(FIRMS * chance.random() ** 2)]
        met = today - timedelta(days=chance.randrange(ENTERED_DAYS + 2, 400))
        is_agreed = chance.random() < 0.5
        values: dict[str, Any] = {
            "name": name,
            "post": chance.choice(told["posts"]),
            "phones": [f"1380000{number:04d}"],
            "wechat": f"demo_{number:04d}" if chance.random() < 0.6 else "",
            "city": firm["city"],
            "source": chance.choice((*MET, "referral", "table")),
            "met_on": met,
            "met_where": chance.choice(told["places"]),
            "tags": [chance.choice(told["tags"])] if chance.random() < 0.4 else [],
            "basis": "consent" if is_agreed else "unasked",
            "consent_on": met if is_agreed else None,
            "retain_until": met + timedelta(days=3 * 365),
        }
        if number % 97 == 5:
            values["retain_until"] = today + timedelta(days=7 + number % 20)
        owner = users[people[firm["officer"]].person_id]
        firm_values = {"sector": firm["sector"], "tags": values["tags"]}
        found.append(services.BookEntry(values, firm["name"], firm_values, owner))
    return found


def _touch(park: Park, made: services.Made, chance: random.Random, at: datetime) -> None:
    """The last call or visit of two in three, on a few dozen days."""
    today = timezone.localdate(at)
    rows = list(zip(made.contacts, _firm_of(made.contacts), strict=True))
    chance.shuffle(rows)
    days = sorted(chance.sample(range(2, 320), 24), reverse=True)
    for place, day in enumerate(days):
        share = rows[place * 29 : (place + 1) * 29]
        services.touched(
            park_id=park.pk,
            on=today - timedelta(days=day),
            contacts=[key for key, _firm in share],
            organisations={firm for _key, firm in share if firm},
        )


def _firm_of(keys: list[int]) -> list[int | None]:
    known = dict(Contact.objects.filter(pk__in=keys).values_list("pk", "organisation_id"))
    return [known[key] for key in keys]


def _double(people: dict[str, Actor], made: services.Made, at: datetime) -> None:
    """Some came home twice: another spelling, another firm, a surname only."""
    rows = Contact.objects.in_bulk(made.contacts[:60])
    first, second, third, fourth = (rows[made.contacts[n]] for n in (1, 12, 25, 38))
    firm = Organisation.objects.get(contacts=first)
    short = firm.name.removeprefix(firm.city).replace("有限公司", "")
    entries = [
        services.BookEntry(
            {"name": first.name, "phones": ["13800009001"], "source": "wechat"}, short
        ),
        services.BookEntry(
            {"name": second.name, "phones": list(second.phones), "source": "event"},
            f"暮云产业基金{MARK}",
        ),
        services.BookEntry(
            {"name": f"{third.name[0]}总", "phones": list(third.phones), "source": "card"}
        ),
        services.BookEntry(
            {"name": fourth.name, "phones": [fourth.phones[0][:-1] + "9"], "source": "card"},
        ),
    ]
    services.write_book(
        entries=entries, by=people["yeting"], at=at - timedelta(days=3), is_demo=True
    )


def _tie(people: dict[str, Actor], made: services.Made, at: datetime) -> None:
    """Who knows whom, so that a chain leads to one whom nobody has met."""
    rows = Contact.objects.select_related("organisation").in_bulk(made.contacts)
    target = next(row for row in rows.values() if row.source == "table" and row.organisation)
    strangers = [
        row
        for row in rows.values()
        if row.source == "referral" and row.organisation_id != target.organisation_id
    ]
    between, known = strangers[0], strangers[1]
    by, when = people["yeting"], at - timedelta(days=40)
    told: dict[str, Any] = {"by": by, "at": when}
    services.tie_officer(
        officer=User.objects.get(pk=by.person_id),
        contact=known,
        kind="classmate",
        strength=3,
        note="演示：大学同学",
        **told,
    )
    services.tie_contacts(one=known, other=between, kind="former", strength=2, **told)
    services.tie_contacts(one=between, other=target, kind="business", strength=2, **told)
    services.change_contact(
        contact=target, version=None, tags=["待引荐"], by=people["zhouheng"], at=when
    )
    for one, other in zip(strangers[2:20], strangers[20:38], strict=True):
        services.tie_contacts(one=one, other=other, kind="business", strength=1, **told)


def _campaign(people: dict[str, Actor], chance: random.Random, at: datetime) -> None:
    """A register ranked by what the chain lacks, a dozen given out, some called."""
    head, caller = people["zhouheng"], people["songyihang"]
    told = texts()["campaign"]
    campaign = services.open_campaign(
        name=told["name"],
        sector="auto",
        cities=told["cities"],
        nodes=told["nodes"],
        by=head,
        at=at - timedelta(days=12),
    )
    brands = texts()["brands"].split()
    lines = ["企业名称,所属行业,所属城市,主营产品,注册资本（万元）,参保人数"]
    for number in range(TARGETS):
        trade, code, products = chance.choice(told["trades"])
        city = chance.choice(texts()["cities"])
        name = f"{city}{brands[number % len(brands)]}{number // len(brands) + 1}号{trade}{MARK}"
        capital, staff = chance.choice(((800, 45), (6000, 320), (52_000, 1500), (2500, 120)))
        lines.append(f"{name},{code},{city},{products},{capital},{staff}")
    data = "\n".join(lines).encode()
    services.load_targets(campaign=campaign, data=data, by=head, at=at - timedelta(days=12))
    user = User.objects.get(pk=caller.person_id)
    services.assign_targets(
        campaign=campaign, caller=user, count=12, by=head, at=at - timedelta(days=11)
    )
    mine = list(campaign.targets.filter(caller=user).order_by("-score", "pk")[: len(told["said"])])
    for target, (state, words) in zip(mine, told["said"], strict=True):
        services.note_result(
            target=target, state=state, words=words, by=caller, at=at - timedelta(days=2)
        )
