"""How fast the book of prospects answers at 100,000 contacts, and how long a messy table takes.

    python -m bench.prospects --data DIR [--rounds 30]

DIR holds a demonstration (`./dev demo --data DIR`, stopped). Its thousand contacts are laid down a
hundred times in one transaction that is taken back at the end; pages are asked whole, through
Django's test client, by the head of the section. Prints tables; nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROWS, TABLE_ROWS, LIMIT = 100_000, 5000, 60
CONTACTS = """
INSERT INTO prospects_contact (park_id, name, name_key, city, source, tags, note, owner_id,
  touched_on, made_at, is_demo, version, search_text, search, organisation_id, post, phones, wechat,
  email, met_where, met_on, basis, retain_until)
SELECT park_id, name || n, name_key || n, city, source, tags, note, owner_id,
  touched_on - (n %% 90), made_at, true, 1, search_text || n,
  search || array_to_tsvector(ARRAY['甲' || n]), organisation_id, post,
  ARRAY['139' || lpad((id * 211 + n * 7919)::text, 8, '0')], '', '', met_where, met_on, basis,
  retain_until + n
FROM prospects_contact, generate_series(1, %s) n WHERE merged_into_id IS NULL
"""
FIRMS = """
INSERT INTO prospects_organisation (park_id, name, name_key, city, source, tags, note, owner_id,
  touched_on, made_at, is_demo, version, search_text, search, other_names, sector, size,
  credit_code)
SELECT park_id, name || n, name_key || n, city, source, tags, note, owner_id,
  touched_on - (n %% 90), made_at, true, 1, search_text || n,
  search || array_to_tsvector(ARRAY['甲' || n]), other_names, sector, size, ''
FROM prospects_organisation, generate_series(1, %s) n WHERE merged_into_id IS NULL
"""
PAGES = (
    ("contacts, newest", ""),
    ("contacts by name", "?sort=name"),
    ("longest untouched", "?sort=touched"),
    ("one city", "?city=无锡"),
    ("city and owner", "?city=无锡&owner={owner}"),
    ("one sector", "?sector=space"),
    ("one tag", "?tag=国资背景"),
    ("untouched for 90 days", "?untouched=90"),
    ("time runs out", "?expiring=on"),
    ("search, common", "?q=有限公司"),
    ("search, rare", "?q=甲7"),
    ("search, nobody", "?q=没有这个人"),
    ("search, a number", "?q=13900000000"),
    ("firms, newest", "firms/"),
    ("firms by name", "firms/?sort=name"),
    ("firms, city and sector", "firms/?city=无锡&sector=auto"),
    ("one contact, with ways", "{contact}/"),
    ("one firm, with ways", "firms/{firm}/"),
    ("duplicates", "doubles/"),
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--rounds", type=int, default=30)
    given = options.parse_args()
    os.environ["QIANJIN_DATA"] = str(given.data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "qianjin.config.settings"
    os.environ["QIANJIN_ROLE"] = "owner"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        _fill()
        _pages(given.rounds)
        _table()
        transaction.set_rollback(True)


def _fill() -> None:
    from django.db import connection

    from qianjin.apps.prospects.models import Contact

    begin = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(CONTACTS, [ROWS // Contact.objects.count()])
        cursor.execute(FIRMS, [99])
        for table in ("con", "org"):
            cursor.execute(f"SELECT gin_clean_pending_list('prospects_{table}_search')")
            cursor.execute(f"SELECT gin_clean_pending_list('prospects_{table}_tags')")
        cursor.execute("SELECT gin_clean_pending_list('prospects_con_phones')")
        cursor.execute("ANALYZE prospects_contact, prospects_organisation")
    print(f"{Contact.objects.count():,} contacts, laid down in {time.perf_counter() - begin:.0f} s")


def _pages(rounds: int) -> None:
    from django.test import Client

    from qianjin.apps.accounts.models import User
    from qianjin.apps.prospects.models import Contact, Organisation

    client = Client(SERVER_NAME="localhost")
    head = User.objects.get(username="zhouheng")
    client.force_login(head)
    named = {
        "owner": User.objects.get(username="yeting").pk,
        "contact": Contact.objects.filter(source="table").earliest("pk").pk,
        "firm": Organisation.objects.earliest("pk").pk,
    }
    print("\n| page | p50 ms | p95 ms | |\n| --- | ---: | ---: | --- |")
    for name, path in PAGES:
        address = "/qianjin/prospects/" + path.format(**named)
        times = _timed(lambda address=address: client.get(address), rounds)  # type: ignore[misc]
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"| {name} | {p50:.0f} | {p95:.0f} | {'' if p95 <= LIMIT else 'over'} |")


def _timed(act: Callable[[], Any], rounds: int) -> list[float]:
    act()
    times = []
    for _round in range(rounds):
        begin = time.perf_counter()
        answer = act()
        times.append((time.perf_counter() - begin) * 1000)
        assert answer.status_code == 200, answer.status_code
    return times


def _messy() -> bytes:
    """Titles above, +86, full-width digits, two numbers in a cell, doubles, one row in 25 bad."""
    from bench.matching import generated

    people, _truth = generated(TABLE_ROWS - 3, seed=5)
    chance = random.Random(5)
    wide = str.maketrans("0123456789", "".join(chr(0xFF10 + n) for n in range(10)))
    lines = ["招商联系人台账（演示）", "", "序号,联系人,公司,联系电话,职务,日期,备注"]
    for number, person in enumerate(people):
        phone = person.phones[0] if person.phones else ""
        phone = (phone, f"+86 {phone}", phone.translate(wide), f"{phone}；0571-82990000")[
            number % 4
        ]
        phone = phone[:-2] if number % 25 == 0 else phone
        day = chance.choice(("2026-03-04", "46000", "2026年3月", ""))
        lines.append(f"{number},{person.name},{person.firm},{phone},经理,{day},")
    return "\n".join(lines).encode()


def _table() -> None:
    from django.utils import timezone

    from qianjin.apps.parks.models import Park
    from qianjin.apps.prospects import services
    from qianjin.demo.story import actors_of

    by, at, data = actors_of(Park.objects.get())["zhouheng"], timezone.now(), _messy()
    print(f"\n| a table of {TABLE_ROWS:,} rows | s |\n| --- | ---: |")
    begin = time.perf_counter()
    table = services.upload(data=data, file_name="a.csv", by=by, at=at)
    print(f"| preview ({table.counts}) | {time.perf_counter() - begin:.1f} |")
    begin = time.perf_counter()
    table = services.take_over(table=table, leave_bad=True, by=by, at=at)
    print(f"| taken over | {time.perf_counter() - begin:.1f} |")
    begin = time.perf_counter()
    services.undo_import(table=table, by=by, at=at)
    print(f"| undone | {time.perf_counter() - begin:.1f} |")


if __name__ == "__main__":
    main()
