"""
How fast the investment section's lists answer at 100,000 leads and 1,000,000 touches.

    python -m bench.invest [--data DIR] [--rounds 40] [--leads 100000] [--touches 1000000]
                           [--only WORD]

The park of the demonstration with that many leads copied in; pages are asked in one process, one
after the other, as a web process answers them (middleware, database and template included, the
network not). A board of 500 cards is a pipeline of its own. Prints one table; nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

LIMITS = {"board, 500 cards": 150}
LIMIT = 60
NAMES = 400
TABLES = ("investment_project", "investment_touch", "investment_move")
FILL = """
INSERT INTO investment_project (
  park_id, number, name, pipeline_id, stage_id, sector, source, source_words, city, investment_wan,
  land_mu, chain_node, rivals, park_watches, firm_needs, common_ground, obstacles, about, owner_id,
  unit_id, next_step, next_on, next_by_id, opened_at, stage_since, touched_at, cold_on,
  lost_reason, lost_words, lost_from_id, revive_on, meaning, tags, is_demo, version, search_text,
  search
)
SELECT %(park)s, 'B' || n, w.name || n %% 977, %(pipeline)s, s.stage,
  (ARRAY['auto','aviation','space','smart'])[1 + n %% 4],
  (ARRAY['trip','event','own','came','agency'])[1 + n %% 5], '',
  (ARRAY['3100','3205','3201','4403','1100','6101','5101','2101','3401','4201','3302','4301'])
    [1 + n %% 12],
  1000 + n %% 50000, n %% 300, '', '', '', '', '', '', '', p.owner, NULL,
  CASE WHEN n %% 3 = 0 THEN '回访' ELSE '' END,
  CASE WHEN n %% 3 = 0 THEN current_date + (n %% 90)::int - 30 END,
  CASE WHEN n %% 3 = 0 THEN p.owner END,
  now() - n * interval '13 minutes', now() - n * interval '7 minutes',
  now() - (n %% 9000) * interval '1 hour', current_date + (n %% 60)::int - 20,
  CASE WHEN s.is_lost THEN 'elsewhere' ELSE '' END, '',
  CASE WHEN s.is_lost THEN s.before END,
  CASE WHEN s.is_lost AND n %% 5 = 0 THEN current_date + (n %% 900)::int END,
  s.meaning, '{}', true, 1, w.name, array_to_tsvector(w.bigrams)
FROM generate_series(1, %(leads)s) n
JOIN bench_words w ON w.id = n %% %(names)s
JOIN bench_owners p ON p.id = n %% %(owners)s
JOIN bench_stages s ON s.id = n %% %(stages)s
ORDER BY n
"""
TOUCHES = """
INSERT INTO investment_touch (park_id, project_id, kind, at, by_id, by_name, with_whom, words)
SELECT %(park)s, %(first)s + (n %% %(leads)s), (ARRAY['call','message','meeting'])[1 + n %% 3],
  now() - n * interval '37 seconds', p.owner, '经办', '', '电话沟通（演示）'
FROM generate_series(1, %(touches)s) n JOIN bench_owners p ON p.id = n %% %(owners)s
"""


MOVES = """
INSERT INTO investment_move (
  park_id, project_id, before_id, after_id, at, seconds, by_id, by_name, words
)
SELECT park_id, id, NULL::bigint, %(first)s, opened_at, 0, owner_id, '经办', ''
FROM investment_project
UNION ALL
SELECT park_id, id, %(first)s, stage_id, stage_since,
  extract(epoch FROM stage_since - opened_at)::bigint, owner_id, '经办', ''
FROM investment_project WHERE stage_id <> %(first)s
"""


def main() -> None:
    """Fill, ask, print."""
    options = argparse.ArgumentParser(description=__doc__)
    folder = Path(tempfile.gettempdir(), "qianjin-bench-invest")
    options.add_argument("--data", type=Path, default=folder)
    options.add_argument("--rounds", type=int, default=40)
    options.add_argument("--leads", type=int, default=100_000)
    options.add_argument("--touches", type=int, default=1_000_000)
    options.add_argument("--only", default="", help="pages whose name has this word")
    given = options.parse_args()
    given.data.mkdir(parents=True, exist_ok=True)
    os.environ["QIANJIN_DATA"] = str(given.data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "qianjin.config.settings"
    os.environ["QIANJIN_ROLE"] = "owner"
    import django

    django.setup()
    _fill(given.leads, given.touches)
    _measure(given.rounds, given.only)


def _fill(leads: int, touches: int) -> None:
    from datetime import UTC, datetime, timedelta

    from django.core.management import call_command
    from django.db import connection, transaction

    from qianjin.apps.enterprises import planning
    from qianjin.apps.investment.models import Pipeline, Project, Stage
    from qianjin.apps.parks.models import Park
    from qianjin.demo import investment_words
    from qianjin.demo.bulk import laid_aside
    from qianjin.demo.park import SLUG, open_demo_park

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if Project.objects.count() >= leads:
        return
    with transaction.atomic():
        known = Park.objects.filter(slug=SLUG).first()
        park = known or open_demo_park(at=datetime.now(UTC) - timedelta(days=400))
        pipeline = Pipeline.objects.get(park=park, code="projects")
        stages = list(pipeline.stages.all())
        owners = _keys("zhouheng", "yeting", "songyihang")
        with connection.cursor() as cursor, laid_aside(*TABLES):
            cursor.execute("CREATE TEMP TABLE bench_words (id int, name text, bigrams text[])")
            things = [t for rows in investment_words.THINGS.values() for t in rows]
            for n in range(NAMES):
                head = investment_words.HEADS[n % 30]
                name = f"{head}{things[n % len(things)]}项目（演示）"
                row = [n, name, planning.lexemes(planning.normalise(name))]
                cursor.execute("INSERT INTO bench_words VALUES (%s, %s, %s)", row)
            cursor.execute("CREATE TEMP TABLE bench_owners (id int, owner bigint)")
            for n, owner in enumerate(owners):
                cursor.execute("INSERT INTO bench_owners VALUES (%s, %s)", [n, owner])
            cursor.execute(
                "CREATE TEMP TABLE bench_stages"
                " (id int, stage bigint, is_lost bool, before bigint, meaning text)"
            )
            for n, stage in enumerate(stages):
                is_lost = stage.meaning == "lost"
                row = [n, stage.pk, is_lost, stages[0].pk, stage.meaning]
                cursor.execute("INSERT INTO bench_stages VALUES (%s, %s, %s, %s, %s)", row)
            counts = {"leads": leads, "names": NAMES, "owners": 3, "stages": len(stages)}
            cursor.execute(FILL, {"park": park.pk, "pipeline": pipeline.pk, **counts})
            first = Project.objects.order_by("pk").values_list("pk", flat=True)[0]
            cursor.execute(TOUCHES, {"park": park.pk, "first": first, "touches": touches, **counts})
            cursor.execute(MOVES, {"first": stages[0].pk})
        _board(park.pk)
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f"ANALYZE {table}" for table in TABLES))
    assert Stage.objects.exists()


def _keys(*names: str) -> list[int]:
    from qianjin.apps.accounts.models import User

    return [User.objects.get(username=name).pk for name in names]


def _board(park_id: int) -> None:
    """Five hundred cards on a board of their own: the funds."""
    from qianjin.apps.investment.models import Pipeline, Project

    pipeline = Pipeline.objects.get(park=park_id, code="funds")
    stages = [s for s in pipeline.stages.all() if s.meaning != "lost"]
    rows = list(Project.objects.order_by("pk")[:500])
    for n, row in enumerate(rows):
        row.pipeline, row.stage = pipeline, stages[n % len(stages)]
        row.meaning = row.stage.meaning
        row.lost_reason, row.lost_from, row.revive_on = "", None, None
    Project.objects.bulk_update(
        rows, ["pipeline", "stage", "meaning", "lost_reason", "lost_from", "revive_on"]
    )


def _measure(rounds: int, only: str) -> None:
    from django.test import Client

    from qianjin.apps.accounts.models import User
    from qianjin.apps.investment.models import Project
    from qianjin.faces.cli.processes import settle_for_pages

    settle_for_pages()
    client = Client()
    client.force_login(User.objects.get(username="zhouheng"))
    top = Project.objects.latest("pk").pk
    base = "/qianjin/projects/"
    pages = {
        "list, open": base,
        "list, all, by amount": f"{base}?tab=all&sort=amount",
        "list, one stage, waiting": f"{base}?tab=all&sort=waiting&stage={_stage()}",
        "list, aerospace, a city": f"{base}?tab=all&sector=aerospace&city=6101",
        "list, cold": f"{base}?tab=cold&sort=touch",
        "list, mine, next step": f"{base}?tab=mine&sort=next",
        "search, common": f"{base}?tab=all&words=项目",
        "search, rare": f"{base}?tab=all&words=云帆航空复材",
        "one project": f"{base}{top - 40}/",
        "board, 500 cards": f"{base}board/?pipeline=funds",
        "calendar": f"{base}calendar/?mine=1",
        "team": f"{base}team/",
        "origins": f"{base}origins/",
        "origins, open": f"{base}origins/?tab=open",
        "funnel": f"{base}funnel/",
        "lost": f"{base}lost/",
        "forecast": f"{base}ahead/",
    }
    pages = {name: path for name, path in pages.items() if only in name}
    print("| page | median ms | p95 ms | limit | of it Python |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, path in pages.items():
        times, busy = _times(client, path, rounds)
        limit = LIMITS.get(name, LIMIT)
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"| {name} | {statistics.median(times):.0f} | {p95:.0f} | {limit} | {busy:.0f} |")


def _stage() -> int:
    from qianjin.apps.investment.models import Stage

    return int(Stage.objects.get(pipeline__code="projects", code="talks").pk)


def _times(client: Any, path: str, rounds: int) -> tuple[list[float], float]:
    """Milliseconds of each answer, and the processor time of this process for one of them."""
    found, busy = [], 0.0
    for number in range(rounds + 3):
        began, cpu = time.perf_counter(), time.process_time()
        answer = client.get(path, headers={"Host": "localhost"})
        spent = (time.perf_counter() - began) * 1000
        assert answer.status_code == 200, (path, answer.status_code)
        if number >= 3:
            found.append(spent)
            busy += (time.process_time() - cpu) * 1000
    return found, busy / rounds


if __name__ == "__main__":
    main()
