"""The story of the demonstration park, told for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction

from qianjin.apps.parks.models import Park
from qianjin.demo import story

from .parks import NOON


@contextmanager
def telling(
    media: Path,
    requests: int = story.REQUESTS,
    recent: int = story.RECENT,
    seed: int = story.SEED,
) -> Iterator[Park]:
    """Tell it up to Monday noon, and take it back at the end; files go to ``media``."""
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(story, "REQUESTS", requests)
        patch.setattr(story, "RECENT", recent)
        patch.setattr("qianjin.apps.parks.services.files.MEDIA", media)
        yield story.tell(at=NOON, seed=seed)
        transaction.set_rollback(True)
