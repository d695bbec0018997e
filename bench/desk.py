"""How fast the desk answers at a province's size, beside django-helpdesk in the same run.

    python -m bench.desk [--data DIR] [--rounds 60] [--no-peer] [--requests 1402000]

140,200 requests with three entries each (1,402,000: ten years of them), two workers, four
connections. The peer holds 100,000 tickets on the same PostgreSQL server. Prints one table; nothing
is asserted.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from bench.load import Times

PORT = 8931
LIMITS = {
    "list, open": 45,
    "list, all": 45,
    "detail": 45,
    "search, common": 60,
    "search, common 4": 60,
    "search, rare": 60,
    "search, rare 4": 60,
    "create": 50,
    "today": 60,
    "scores": 200,
    "scores, firms": 200,
}


def main() -> None:
    """Fill, serve, ask, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=Path(tempfile.gettempdir(), "qianjin-bench"))
    options.add_argument("--rounds", type=int, default=60)
    options.add_argument("--no-peer", action="store_true")
    options.add_argument("--requests", type=int, default=0, help="lay down as many, at least")
    given = options.parse_args()
    given.data.mkdir(parents=True, exist_ok=True)
    os.environ["QIANJIN_DATA"] = str(given.data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "qianjin.config.settings"
    os.environ["QIANJIN_ROLE"] = "owner"
    _fill()
    if given.requests:
        from bench.decade import grow_to

        grow_to(given.requests)
    _settle()
    command = [sys.executable, "-m", "qianjin", "serve", "--port", str(PORT), "--no-worker"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        from bench.load import wait_for

        wait_for(PORT, "/accounts/login/")
        ours = _ours(given.rounds, lambda: _busy(server.pid, given.data))
        memory = _memory(server.pid)
    finally:
        server.terminate()
        server.wait(30)
    peer = {}
    if not given.no_peer:
        from django.db import connection

        from bench.desk_peer import measure_peer

        address = {key: str(connection.settings_dict[key]) for key in ("HOST", "PORT")}
        work = given.data / "peer"
        work.mkdir(exist_ok=True)
        peer = measure_peer(work, address, PORT + 1, max(3, given.rounds // 12))
    _print(ours, peer, memory)


def _fill() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from qianjin.demo import story

    call_command("migrate", verbosity=0)
    if not story.is_told(scale="province"):
        story.tell(scale="province")


def _settle() -> None:
    """What autovacuum and a checkpoint do soon after so large an import, done beforehand."""
    import psycopg
    from django.db import connection

    place = connection.settings_dict
    owner = f"host={place['HOST']} port={place['PORT'] or 5432} user=postgres"
    with psycopg.connect(f"{owner} dbname={place['NAME']}", autocommit=True) as line:
        line.execute("VACUUM ANALYZE")
        line.execute("CHECKPOINT")


def _ours(rounds: int, busy: Callable[[], float]) -> dict[str, Times]:
    from bench.load import Visitor, measure
    from qianjin.demo.cast import PASSWORD

    visitors = [Visitor(PORT) for _ in range(4)]
    for visitor in visitors:
        visitor.sign_in("/accounts/login/", "login", "linyue", PASSWORD)
    first = visitors[0].get("/qianjin/requests/?tab=all")
    numbers = re.findall(r"/qianjin/requests/(\d{4}-\d{4}-\d+)/", first)
    form = visitors[0].get("/qianjin/requests/new/")
    firm = re.search(r'name="enterprise"[^>]*value="(\d+)"', form)

    def create(visitor: Visitor, turn: int) -> None:
        # The page that follows shows what was done and takes it out of the cookie; nobody gets
        # a hundred of them.
        visitor.cookies.pop("messages", None)
        visitor.post(
            "/qianjin/requests/new/",
            {
                "enterprise": firm[1] if firm else _a_firm(),
                "words": f"基准第{turn}件：请园区协调用电。",
                "source": "phone",
                "kind": "ENG",
                "once": uuid.uuid4().hex,
                "different": "on",
            },
        )

    pages = {
        "list, open": "/qianjin/requests/",
        "list, all": "/qianjin/requests/?tab=all",
        "today": "/qianjin/",
        "search, common": f"/qianjin/requests/?tab=all&words={quote('园区')}",
        "search, common 4": f"/qianjin/requests/?tab=all&words={quote('园区协调')}",
        "search, rare": f"/qianjin/requests/?tab=all&words={quote('磁悬')}",
        "scores": "/qianjin/scores/",
        "scores, firms": "/qianjin/scores/?by=enterprise&measure=content",
        "search, rare 4": f"/qianjin/requests/?tab=all&words={quote('磁悬浮主')}",
    }
    times = {
        name: measure(visitors, lambda v, _n, path=path: v.get(path), rounds, busy=busy)
        for name, path in pages.items()
    }
    times["detail"] = measure(
        visitors,
        lambda v, n: v.get(f"/qianjin/requests/{numbers[n % len(numbers)]}/"),
        rounds,
        busy=busy,
    )
    # At least 200 acts, or p95 is a handful of them.
    times["create"] = measure(visitors, create, max(50, rounds), busy=busy)
    return times


def _busy(parent: int, data: Path) -> float:
    """Seconds of processor time that web and database have taken so far."""
    import psutil

    found = psutil.Process(parent).children(recursive=True)
    for process in psutil.process_iter(["name"]):
        with contextlib.suppress(psutil.Error, OSError):
            if process.info["name"] == "postgres" and process.cwd().startswith(str(data)):
                found.append(process)
    total = 0.0
    for process in {p.pid: p for p in found}.values():
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def _a_firm() -> str:
    from qianjin.apps.enterprises.models import Enterprise

    return str(Enterprise.objects.filter(is_demo=True).values_list("pk", flat=True)[0])


def _memory(parent: int) -> list[int]:
    """Resident MB of the web server's workers, by what the kernel says."""
    import psutil

    children = psutil.Process(parent).children(recursive=True)
    sizes = [c.memory_info().rss >> 20 for c in children if "postgres" not in c.name()]
    return sorted(sizes, reverse=True)[:2]


def _print(ours: dict, peer: dict, memory: list[int]) -> None:  # type: ignore[type-arg]
    same = {
        "list, open": "list, open",
        "list, all": "list, all",
        "search, common": "search, common",
        "search, rare": "search, rare",
        "today": "dashboard",
    }
    print(
        f"{'':<18}{'p50 ms':>9}{'p95 ms':>9}{'limit':>8}{'cpu ms':>9}   {'peer p50':>9}{'ratio':>9}"
    )
    for name, limit in LIMITS.items():
        mine = ours[name]
        other = peer.get(same.get(name, ""))
        beside = f"{other.median:>9.0f}{other.median / mine.median:>8.0f}x" if other else ""
        print(f"{name:<18}{mine.median:>9.1f}{mine.p95:>9.1f}{limit:>8}{mine.cpu:>9.1f}   {beside}")
    print(f"memory of the two workers: {memory} MB (limit 150 each)")


if __name__ == "__main__":
    main()
