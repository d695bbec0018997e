"""How many due times a second the engine counts, beside workalendar and pandas in the same run.

    python -m bench.worktime [--rows 2000000]

One core. The peers are installed into an environment of their own in the user's cache.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import time
import venv
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np
import platformdirs

from qianjin.engines.worktime import Unit, national_calendar

PEERS = ("workalendar==17.0.0", "pandas>=2.2,<4", "chinesecalendar==1.11.0")
PEER = """
import json, sys, time
from datetime import date, datetime, timedelta
import numpy as np, pandas as pd
from workalendar.asia import China
import chinese_calendar
holidays = [date(2020, 1, 1) + timedelta(n) for n in range(1461)]
holidays = [d for d in holidays if d <= date(2023, 12, 31)
            and d.weekday() < 5 and not chinese_calendar.is_workday(d)]
rows = 2000
rng = np.random.default_rng(5)
minutes = rng.integers(0, 900_000, rows)
starts = [datetime(2020, 2, 1, 8) + timedelta(minutes=int(m)) for m in minutes]
china = China()
def timed(act, turns):
    begin = time.perf_counter(); act(); return turns / (time.perf_counter() - begin)
out = {}
out["workalendar, working days"] = timed(
    lambda: [china.add_working_days(s.date(), 3) for s in starts[:400]], 400)
hours = pd.offsets.CustomBusinessHour(
    3, start=["08:30", "13:30"], end=["12:00", "17:30"], holidays=holidays)
days = pd.offsets.CustomBusinessDay(3, holidays=holidays)
series = pd.Series(starts)
out["pandas CustomBusinessHour, working hours"] = timed(
    lambda: [s + hours for s in starts[:400]], 400)
import warnings; warnings.simplefilter("ignore")
out["pandas CustomBusinessDay, working days"] = timed(lambda: series + days, rows)
json.dump(out, sys.stdout)
"""


def main() -> None:
    """Time the engine, then the peers, and print one table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=2_000_000)
    rows = options.parse_args().rows
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    ours = _ours(rows)
    peers = _peers()
    print(f"{'':<46}{'a second':>14}{'ratio':>10}")
    for name, speed in ours.items():
        print(f"{name:<46}{speed:>14,.0f}")
    pairs = {
        "workalendar, working days": "due_many, working days",
        "pandas CustomBusinessDay, working days": "due_many, working days",
        "pandas CustomBusinessHour, working hours": "due_many, working hours",
    }
    for name, mine in pairs.items():
        print(f"{name:<46}{peers[name]:>14,.0f}{ours[mine] / peers[name]:>9,.0f}x")
    print("workalendar and pandas know no make-up working days of given years (调休上班日).")


def _ours(rows: int) -> dict[str, float]:
    calendar = national_calendar()
    rng = np.random.default_rng(5)
    minutes = rng.integers(0, 900_000, rows)
    starts = np.datetime64("2024-02-01T00:00:00", "us") + minutes.astype("timedelta64[m]")
    amounts = rng.integers(1, 30, rows)
    pauses = rng.integers(0, 600, rows)
    ends = starts + np.timedelta64(9, "D")
    return {
        "due_many, working days": _speed(
            lambda: calendar.due_many(starts, amounts, Unit.WORKING_DAYS), rows
        ),
        "due_many, working hours": _speed(
            lambda: calendar.due_many(starts, amounts, Unit.WORKING_HOURS), rows
        ),
        "due_many, calendar days": _speed(
            lambda: calendar.due_many(starts, amounts, Unit.CALENDAR_DAYS), rows
        ),
        "due_many, months": _speed(lambda: calendar.due_many(starts, amounts, Unit.MONTHS), rows),
        "due_many, working days with pauses": _speed(
            lambda: calendar.due_many(starts, amounts, Unit.WORKING_DAYS, pauses), rows
        ),
        "working_minutes_many": _speed(lambda: calendar.working_minutes_many(starts, ends), rows),
    }


def _speed(act: Callable[[], object], rows: int) -> float:
    """The best of five runs: others share the machine, and none of them makes us faster."""
    act()
    best = timedelta.max.total_seconds()
    for _ in range(5):
        begin = time.perf_counter()
        act()
        best = min(best, time.perf_counter() - begin)
    return rows / best


def _peers() -> dict[str, float]:
    folder = Path(platformdirs.user_cache_dir("qianjin"), "bench-worktime")
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], check=True)
    answer = subprocess.run(
        [python, "-W", "ignore", "-c", PEER], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(answer.stdout)
    return found


if __name__ == "__main__":
    main()
