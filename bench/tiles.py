"""Vector tiles of 105,000 parcels through the web server, beside tipg on PostGIS in the same run.

    python -m bench.tiles [--data DIR] [--parcels 105000] [--tiles 40] [--peer PYTHON]

A city of jittered Voronoi parcels (bench/siting_city.py) around Hangzhou in a database of its own;
one web process; signed in as a deputy director, who sees all, and as a town's liaison, who sees
what lies in its villages (seven in ten). Every tile of the first two columns is asked for once, so
none comes from memory; the third asks again. ``PYTHON`` is an interpreter with tipg and uvicorn;
PostgreSQL 15 with PostGIS must be installed. Prints a table; nothing is asserted.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

PORT = 8941
EAST, SOUTH = 515_000.0, 3_340_000.0
ZOOMS = range(12, 17)
HEADERS = {"Accept-Encoding": "gzip"}
NAMES = {"state": ("planned", "acquiring", "acquired", "listed", "granted", "built")}


def main() -> None:
    """Fill, serve, ask, print."""
    options = argparse.ArgumentParser(description=__doc__)
    default = Path(tempfile.gettempdir(), "qianjin-bench-tiles")
    options.add_argument("--data", type=Path, default=default)
    options.add_argument("--parcels", type=int, default=105_000)
    options.add_argument("--tiles", type=int, default=40, help="of each zoom, at most")
    options.add_argument("--peer", default="", help="a Python that has tipg and uvicorn")
    given = options.parse_args()
    given.data.mkdir(parents=True, exist_ok=True)
    os.environ["QIANJIN_DATA"] = str(given.data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "qianjin.config.settings"
    os.environ["QIANJIN_ROLE"] = "owner"
    count = fill(given.parcels)
    places = tiles(given.tiles)
    ours = serve(places)
    peer: dict[int, list[float]] = {}
    if given.peer:
        from bench.tiles_peer import measure_tipg

        peer = measure_tipg(given.peer, given.data, places, PORT + 1)
    show(count, ours, peer)


def fill(count: int) -> int:
    """Lay down the parcels, unless they are there; how many there are."""
    import django

    django.setup()
    from django.core.management import call_command

    from qianjin.apps.land.models import LayerVersion, Parcel
    from qianjin.apps.parks.models import Park, Unit
    from qianjin.demo.park import open_demo_park

    call_command("migrate", verbosity=0)
    at = datetime.now(UTC)
    park = Park.objects.first() or open_demo_park(at=at)
    if Parcel.objects.count() < 0.98 * count:
        Parcel.objects.all().delete()
        villages = list(Unit.objects.filter(park=park, kind="village").order_by("pk"))
        rows = parcels_of(count, park, villages, at)
        Parcel.objects.bulk_create(rows, batch_size=1000)
        LayerVersion.objects.update_or_create(
            park=park, defaults={"version": int(time.time()), "changed_at": at}
        )
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE land_parcel")
    return Parcel.objects.count()


def parcels_of(count: int, park: Any, villages: list[Any], at: datetime) -> list[Any]:
    """The rows, in the canonical form of the book."""
    import numpy as np
    import shapely

    from bench.siting_city import a_city
    from qianjin.apps.land import planning
    from qianjin.apps.land.models import Parcel

    shapes = a_city(count, 4).shapes
    print(f"{shapes.count:,} parcels, {len(shapes.points):,} corners", file=sys.stderr)
    points = shapes.points + np.array([EAST, SOUTH])
    outlines = [
        shapely.MultiPolygon([shapely.Polygon(points[first:last])])
        for first, last in zip(shapes.rings[:-1], shapes.rings[1:], strict=True)
    ]
    plane = shapely.orient_polygons(np.array(outlines, dtype=object))
    lonlat = planning.in_degrees(plane, 40)
    areas, boxes = shapely.area(plane), shapely.bounds(lonlat)
    dice = random.Random(4)
    found = []
    for place, (shape, area, box) in enumerate(
        zip(shapely.to_wkb(lonlat, byte_order=1), areas, boxes, strict=True)
    ):
        west, south, east, north = (float(side) for side in box)
        strip = int((west - 120) * 60) % 21
        village = villages[strip] if strip < len(villages) else None
        ready = date(2027 + dice.randrange(3), 1 + dice.randrange(12), 1)
        found.append(
            Parcel(
                park=park, number=f"B-{place:06d}", village=village, main_owner=village,
                sector=dice.choice(("auto", "aviation", "")), state=dice.choice(NAMES["state"]),
                shape=shape, west=west, south=south, east=east, north=north,
                area_plane=round(float(area), 2), origin="drawn", opened_on=date(2026, 1, 1),
                ready_likely=dice.choice((None, ready)), changed_at=at, is_demo=True,
            )
        )  # fmt: skip
    return found


def tiles(most: int) -> dict[int, list[tuple[int, int]]]:
    """Of each zoom some tiles that meet the city, drawn from a seed."""
    import numpy as np
    from django.db.models import Max, Min

    from qianjin.apps.land.models import Parcel
    from qianjin.engines.tiling import to_world

    sides = Parcel.objects.aggregate(Min("west"), Min("south"), Max("east"), Max("north"))
    corners = np.array(
        [
            [sides["west__min"], sides["north__max"]],
            [sides["east__max"], sides["south__min"]],
        ]
    )
    found = {}
    for zoom in ZOOMS:
        (left, top), (right, bottom) = (to_world(corners) * (1 << zoom)).astype(int)
        every = [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
        random.Random(zoom).shuffle(every)
        found[zoom] = every[:most]
    return found


@dataclass
class Ours:
    """What was measured of our own server: milliseconds by zoom, seconds, MB."""

    office: dict[int, list[float]]
    liaison: dict[int, list[float]]
    again: dict[int, list[float]]
    unchanged: list[float]
    sizes: dict[int, list[int]]
    first: float
    before: int
    after: int


def serve(places: dict[int, list[tuple[int, int]]]) -> Ours:
    """Ask our own server, one web process of its usual threads."""
    from bench.load import Visitor, wait_for
    from qianjin.demo.cast import PASSWORD

    command = [sys.executable, "-m", "qianjin", "serve", "--port", str(PORT), "--no-worker"]
    server = subprocess.Popen([*command, "--workers", "1"], stdout=subprocess.DEVNULL)
    try:
        wait_for(PORT, "/accounts/login/")
        people = []
        for name in ("hewei", "liaison-linpu"):
            person = Visitor(PORT)
            person.sign_in("/accounts/login/", "login", name, PASSWORD)
            cookies = "; ".join(f"{key}={value}" for key, value in person.cookies.items())
            people.append({**HEADERS, "Cookie": cookies})
        office, liaison = people
        path = "/qianjin/map/tiles/state/{z}/{x}/{y}"
        before = memory(server.pid)
        zoom, (x, y) = 16, places[16][0]
        first, _, tag = ask(PORT, path.format(z=zoom, x=x, y=y), office)
        for one in people:
            for zoom, some in places.items():
                # Each zoom is drawn once for all its tiles: the first of them waits for that.
                ask(PORT, path.format(z=zoom, x=some[0][0], y=some[0][1] + 1), one)
        measured = [times(PORT, path, places, one) for one in (office, liaison, office)]
        held = {**office, "If-None-Match": tag}
        unchanged = [ask(PORT, path.format(z=16, x=x, y=y), held)[0] for _ in range(60)]
        after = memory(server.pid)
    finally:
        server.terminate()
        server.wait(30)
    (mine, sizes), (theirs, _), (again, _) = measured
    return Ours(mine, theirs, again, unchanged, sizes, first / 1000, before, after)


def times(
    port: int, path: str, places: dict[int, list[tuple[int, int]]], headers: dict[str, str]
) -> tuple[dict[int, list[float]], dict[int, list[int]]]:
    """Milliseconds and bytes of every tile, by zoom."""
    found: dict[int, list[float]] = {}
    sizes: dict[int, list[int]] = {}
    for zoom, some in places.items():
        answers = [ask(port, path.format(z=zoom, x=x, y=y), headers) for x, y in some]
        found[zoom] = [took for took, _size, _tag in answers]
        sizes[zoom] = [size for _took, size, _tag in answers]
    return found, sizes


_lines: dict[int, http.client.HTTPConnection] = {}


def ask(port: int, path: str, headers: dict[str, str]) -> tuple[float, int, str]:
    """Milliseconds until the last byte, bytes, tag; over a kept connection where one is kept."""
    begun = time.perf_counter()
    line = _lines.get(port) or http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    content = answer.read()
    took = (time.perf_counter() - begun) * 1000
    _lines.pop(port, None)
    if not answer.will_close:
        _lines[port] = line
    if answer.status not in (200, 204, 304):
        raise SystemExit(f"{path}: {answer.status} {content[:200]!r}")
    return took, len(content), answer.headers.get("ETag", "")


def memory(pid: int) -> int:
    """Resident MB of the web process that answers, by what the kernel says."""
    import psutil

    below = psutil.Process(pid).children(recursive=True)
    return max(p.memory_info().rss >> 20 for p in below if "postgres" not in p.name())


def middle(values: list[float], share: float = 0.5) -> float:
    """A percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def show(count: int, ours: Ours, peer: dict[int, list[float]]) -> None:
    """The table."""
    load = os.getloadavg()[0]
    print(f"{count:,} parcels; load of the machine at the end {load:.1f}")
    print(
        f"{'zoom':<6}{'tiles':>6}{'kB':>6}{'p50':>8}{'p95':>8}{'liaison':>9}{'p95':>8}"
        f"{'again':>8}{'tipg p50':>10}{'p95':>8}{'ratio':>7}   (ms)"
    )
    for zoom in ZOOMS:
        mine, theirs, again = ours.office[zoom], ours.liaison[zoom], ours.again[zoom]
        other = peer.get(zoom)
        beside = ""
        if other:
            ratio = middle(other) / middle(mine)
            beside = f"{middle(other):>10.1f}{middle(other, 0.95):>8.1f}{ratio:>6.1f}x"
        size = middle([float(one) for one in ours.sizes[zoom]]) / 1000
        print(
            f"z{zoom:<5}{len(mine):>6}{size:>6.0f}{middle(mine):>8.1f}{middle(mine, 0.95):>8.1f}"
            f"{middle(theirs):>9.1f}{middle(theirs, 0.95):>8.1f}{middle(again):>8.1f}{beside}"
        )
    print(f"an unchanged tile (304): p50 {middle(ours.unchanged):.1f} ms")
    print(f"first tile of a new process, layer loaded: {ours.first:.2f} s (limit 3)")
    print(f"memory of the web process: {ours.before} MB before, {ours.after} MB after (limit 350)")


if __name__ == "__main__":
    main()
