"""How fast scores are read from ten years of a province's monthly tallies.

    python -m bench.scores [--data DIR] [--firms 20000] [--requests 1402000] [--rounds 20]

The tallies are drawn in SQL, as many cells as that many requests of that many enterprises touch in
120 months; two thousand promises stand unmet. Asked is what the pages ask, without the web around
it. All of it happens in one transaction that is taken back. Prints one table; nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

LIMIT = 200
AT = datetime(2026, 11, 26, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
MONTHS = 120

TALLIES = """
INSERT INTO desk_tally (park_id, facet, month, key, raised, met_respond, kept_respond, met_plan,
  kept_plan, met_resolve, kept_resolve, met_interim, kept_interim, settled, solved, rated, content,
  stars, answers, redone, received, returned)
SELECT %(park)s, facet, month, key, sum(1), sum(1), sum(1 - late), sum(1), sum(1 - late), sum(1),
  sum(1 - late), 0, 0, sum(1), sum(1 - late), sum(rated), sum(rated - low), sum(4 * rated), sum(1),
  sum(low), sum(1), sum(back)
FROM (
  SELECT (date '2016-12-01' + (random() * 119)::int * interval '1 month')::date AS month,
    (random() < 0.03)::int AS late, (random() < 0.7)::int AS rated, (random() < 0.02)::int AS back,
    0 AS low, 1 + (random() * 13)::int AS unit, 1 + (random() * 19)::int AS kind,
    -- A few ask often, most seldom: the square draws toward the first ones.
    %(first)s + (random() ^ 2 * (%(firms)s - 1))::int AS firm
  FROM generate_series(1, %(requests)s)
) r
CROSS JOIN LATERAL (VALUES
  ('unit', r.unit::text), ('kind', r.kind::text), ('enterprise', r.firm::text)
) AS by (facet, key)
GROUP BY facet, month, key
ORDER BY facet, month, key
"""


def main() -> None:
    """Fill, ask, print, take back."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=Path(tempfile.gettempdir(), "qianjin-scores"))
    options.add_argument("--firms", type=int, default=20_000)
    options.add_argument("--requests", type=int, default=1_402_000)
    options.add_argument("--rounds", type=int, default=20)
    given = options.parse_args()
    given.data.mkdir(parents=True, exist_ok=True)
    os.environ["QIANJIN_DATA"] = str(given.data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "qianjin.config.settings"
    os.environ["QIANJIN_ROLE"] = "owner"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        park_id = _fill(given.firms, given.requests)
        with connection.cursor() as cursor:
            cursor.execute("SELECT facet, count(*) FROM desk_tally GROUP BY 1 ORDER BY 1")
            print(", ".join(f"{facet} {many:,}" for facet, many in cursor.fetchall()), "cells")
        _measure(park_id, given.rounds)
        transaction.set_rollback(True)


def _fill(firms: int, requests: int) -> int:
    from django.db import connection

    from qianjin.apps.enterprises.models import Enterprise
    from qianjin.apps.parks.models import Park

    park = Park.objects.create(slug="scores-bench", name_zh="评分基准（演示）", is_demo=True)
    made = Enterprise.objects.bulk_create(
        [
            Enterprise(
                park=park, name=f"基准企业{n:05d}（演示）", name_key=f"基准{n:05d}", is_demo=True
            )
            for n in range(firms)
        ],
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        drawn = {"park": park.pk, "first": made[0].pk, "firms": firms, "requests": requests}
        cursor.execute(TALLIES, drawn)
        cursor.execute("ANALYZE desk_tally")
    return park.pk


def _measure(park_id: int, rounds: int) -> None:
    from qianjin.apps.desk import selectors
    from qianjin.apps.desk.measures import Facet, Measure

    print(f"{'':<24}{'measure':<12}{'months':>7}{'p50 ms':>9}{'worst ms':>10}{'limit':>7}")
    for by in (*Facet.values, selectors.MONTH):
        for measure in (Measure.SOLVED, Measure.RETURNED):
            for months in (12, MONTHS):
                period = selectors.months_ending(AT.date(), months)
                times, after = [], ""
                for _turn in range(rounds):
                    began = time.perf_counter()
                    board = selectors.scores(
                        park_id, by=by, period=period, measure=measure, at=AT, after=after
                    )
                    times.append((time.perf_counter() - began) * 1000)
                    after = board.after or ""
                middle, worst = statistics.median(times), max(times)
                print(f"{by:<24}{measure:<12}{months:>7}{middle:>9.1f}{worst:>10.1f}{LIMIT:>7}")


if __name__ == "__main__":
    main()
