"""tipg on PostGIS: the same parcels and the same tiles, in a PostgreSQL of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BINARIES = Path("/usr/lib/postgresql/15/bin")
USER = "postgres"


def measure_tipg(
    python: str, data: Path, places: dict[int, list[tuple[int, int]]], port: int
) -> dict[int, list[float]]:
    """Milliseconds of every tile, by zoom; tipg with its limits lifted, so that it cuts nothing."""
    from bench.load import wait_for
    from bench.tiles import HEADERS, ask, times

    folder = Path(tempfile.mkdtemp(prefix="tipg-"))
    os.chmod(folder, 0o777)
    base = folder / "data"
    socket = str(folder)
    _as_postgres([BINARIES / "initdb", "-D", str(base), "--auth", "trust", "-E", "UTF8"])
    settings = f"-k {socket} -p {port + 1} -c listen_addresses=127.0.0.1 -c shared_buffers=256MB"
    start = [BINARIES / "pg_ctl", "-D", str(base), "-o", settings, "-l", str(folder / "log"), "-w"]
    _as_postgres([*start, "start"])
    try:
        _fill(socket, port + 1, data)
        environment = {
            **os.environ,
            "DATABASE_URL": f"postgresql://{USER}@127.0.0.1:{port + 1}/postgres",
            "TIPG_DB_SCHEMAS": '["public"]',
            "TIPG_MAX_FEATURES_PER_TILE": "1000000",
        }
        command = [python, "-m", "uvicorn", "tipg.main:app", "--port", str(port), "--no-access-log"]
        server = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            wait_for(port, "/healthz")
            path = "/collections/public.parcels/tiles/WebMercatorQuad/{z}/{x}/{y}"
            for zoom, some in places.items():
                ask(port, path.format(z=zoom, x=some[0][0], y=some[0][1]), HEADERS)
            found, sizes = times(port, path, places, HEADERS)
            bytes_ = {zoom: sorted(some)[len(some) // 2] for zoom, some in sizes.items()}
            print(f"tipg's tiles, bytes at the middle: {json.dumps(bytes_)}", file=sys.stderr)
            return found
        finally:
            server.terminate()
            server.wait(30)
    finally:
        _as_postgres([BINARIES / "pg_ctl", "-D", str(base), "-m", "fast", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def _as_postgres(command: list[object]) -> None:
    """The server refuses to be run by root."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", USER, "--", *words]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _fill(socket: str, port: int, data: Path) -> None:
    """The columns that our tiles have too, on the geometry as it is kept, with its index."""
    import psycopg

    from qianjin.apps.land.models import Parcel

    rows = Parcel.objects.values_list(
        "pk", "shape", "state", "ready_likely", "main_owner_id", "village_id", "sector",
        "low_use", "is_enclave",
    )  # fmt: skip
    with psycopg.connect(f"host={socket} port={port} user={USER} dbname=postgres") as database:
        database.execute("CREATE EXTENSION postgis")
        database.execute(
            "CREATE TABLE parcels (id bigint PRIMARY KEY, geom geometry(MultiPolygon, 4326),"
            " state text, ready date, owner bigint, village bigint, sector text, low_use text,"
            " enclave boolean)"
        )
        with database.cursor().copy("COPY parcels FROM STDIN") as copy:
            for pk, shape, *said in rows.iterator(chunk_size=4000):
                # The code of a reference system as PostGIS writes it into well-known binary.
                content = bytes(shape)
                told = content[:1] + b"\x06\x00\x00\x20" + (4326).to_bytes(4, "little")
                copy.write_row((pk, (told + content[5:]).hex(), *said))
        database.execute("CREATE INDEX ON parcels USING gist (geom)")
        database.commit()
        database.autocommit = True
        database.execute("VACUUM ANALYZE parcels")


__all__ = ["measure_tipg"]
