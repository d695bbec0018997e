"""A database that restarts under load: what was acknowledged is there, nothing is half done."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from qianjin.installation import server

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
SETTLE_IN = """
from datetime import datetime, timedelta
from django.utils import timezone
from qianjin.apps.accounts import services as accounts
from qianjin.apps.enterprises.selectors import actor_of
from tests.factories import accounts as people, desk
cast = people.the_cast()
desk.a_promise(cast.park)
actor = actor_of(user=cast.chenlan, park=cast.park, on=timezone.localdate())
row, secret = accounts.make_token(
    by=actor, name="load", days=2, at=timezone.now(), is_read_only=False
)
print(cast.park.slug, secret)
"""


@dataclass
class Sender:
    """One program that asks without pause, each time with a key of its own."""

    url: str
    secret: str
    name: str
    answers: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    """Key -> status, Retry-After, number of the request."""

    def run(self, until: float) -> None:
        count = 0
        while time.monotonic() < until:
            count += 1
            key = f"{self.name}-{count}"
            self.answers[key] = self.post(key)

    def post(self, key: str) -> tuple[int, str, str]:
        body = json.dumps({"words": f"重启时提交的诉求 {key}"}).encode()
        asked = urllib.request.Request(
            self.url,
            body,
            {
                "Authorization": f"Bearer {self.secret}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            },
        )
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return answer.status, "", json.load(answer)["number"]
        except urllib.error.HTTPError as refused:
            with refused:
                refused.read()
                return refused.code, refused.headers.get("Retry-After", ""), ""


@pytest.fixture
def folder() -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="qianjin-ground-"))
    path = (parent / "data").resolve()
    yield path
    server.remove(path)
    shutil.rmtree(parent)


def environment(folder: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("QIANJIN_", "DATABASE_URL"))}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return {**kept, "QIANJIN_DATA": str(folder), "PYTHONPATH": str(ROOT)}


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def served(folder: Path) -> Iterator[str]:
    """A served installation; its address."""
    port = a_free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "qianjin", "serve", "--data", str(folder), "--migrate",
         "--no-worker", "--port", str(port), "--workers", "2"],
        cwd=ROOT,
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/healthz", process)
        yield url
    finally:
        process.terminate()
        process.wait(60)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        assert process.poll() is None, "the installation did not start"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    raise AssertionError("the installation does not answer")


def test_what_was_acknowledged_while_the_database_restarted_is_there(
    folder: Path, served: str
) -> None:
    settled = subprocess.run(
        [sys.executable, "-m", "qianjin", "shell", "--no-imports", "-c", SETTLE_IN],
        cwd=ROOT,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    park, secret = settled.stdout.split()[-2:]
    url = f"{served}/api/v1/{park}/requests"
    senders = [Sender(url, secret, f"s{n}") for n in range(4)]
    until = time.monotonic() + 12
    threads = [threading.Thread(target=sender.run, args=(until,)) for sender in senders]

    for thread in threads:
        thread.start()
    time.sleep(3)
    server.stop(folder)
    time.sleep(1.5)
    address = server.use(folder)
    for thread in threads:
        thread.join()

    answers = {key: found for sender in senders for key, found in sender.answers.items()}
    done = {key: number for key, (status, _after, number) in answers.items() if status == 201}
    others = [(status, after) for status, after, _number in answers.values() if status != 201]
    assert len(done) > 20
    assert all(status == 503 and int(after) > 0 for status, after in others), others
    with psycopg.connect(
        host=str(address.socket_folder), port=address.port, user="qianjin_owner", dbname="qianjin"
    ) as database:
        rows = database.execute(
            "SELECT r.number, r.body,"
            " (SELECT count(*) FROM desk_entry e WHERE e.request_id = r.id),"
            " (SELECT count(*) FROM desk_promise p WHERE p.request_id = r.id),"
            " (SELECT count(*) FROM audit_auditentry a"
            "   WHERE a.object_kind = 'request' AND a.object_id = r.id)"
            " FROM desk_servicerequest r"
        ).fetchall()
    server.leave(folder)
    kept = {number: body for number, body, *_parts in rows}
    assert {
        number: f"重启时提交的诉求 {key}" for key, number in done.items()
    }.items() <= kept.items()
    assert len(set(kept.values())) == len(rows), "one key, one request"
    assert all(min(parts) >= 1 for _number, _body, *parts in rows), "none is half done"
