"""How the web processes share their work."""

from __future__ import annotations

import pytest
from gunicorn.workers.gthread import ThreadWorker

from qianjin.faces.cli import processes
from qianjin.faces.cli.processes import Considerate


@pytest.mark.parametrize(("in_hand", "waits"), [(0, []), (1, [0.002]), (3, [0.006]), (9, [0.008])])
def test_a_busy_process_leaves_a_connection_to_an_idle_one(
    in_hand: int, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    accepted: list[object] = []
    monkeypatch.setattr(processes.time, "sleep", waited.append)
    monkeypatch.setattr(ThreadWorker, "accept", lambda _self, listener: accepted.append(listener))
    worker = object.__new__(Considerate)
    worker.nr_conns = in_hand

    worker.accept("the door")

    assert waited == waits
    assert accepted == ["the door"]
