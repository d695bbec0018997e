"""Run the command line in a stopped moment, so that a page photographed twice is the same page.

python -m tools.stopped_clock 2026-11-24T10:20:00+08:00 demo --data DIR --port N
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from django.utils import timezone


def stop(moment: datetime) -> None:
    """Let Django's clock stand at ``moment`` in this process and in those it forks."""
    timezone.now = lambda: moment.astimezone(UTC)


if __name__ == "__main__":
    stop(datetime.fromisoformat(sys.argv.pop(1)))
    from qianjin.faces.cli.main import main

    main()
