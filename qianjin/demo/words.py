"""说的话 What the invented people say, when they are awake, and a photograph they may send."""

from __future__ import annotations

import io
import random
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from .directory import DATA

WAKES, SLEEPS = 7, 22
"""The hours of the day in which people of an enterprise do anything."""


@lru_cache(maxsize=1)
def texts() -> dict[str, Any]:
    """The invented words of requests and answers."""
    found: dict[str, Any] = yaml.safe_load((DATA / "requests.yaml").read_text("utf-8"))
    return found


def awake(at: datetime, *, back: bool = False) -> datetime:
    """
    The same moment by day; one at night moves to the next morning, or ``back`` to the evening.

    The minute is kept, so that not everybody acts at once.
    """
    local = timezone.localtime(at)
    if WAKES <= local.hour < SLEEPS:
        return at
    night = local if local.hour >= SLEEPS else local - timedelta(days=1)
    if back:
        return night.replace(hour=SLEEPS - 1 - local.hour % 3)
    return (night + timedelta(days=1)).replace(hour=WAKES + local.hour % 3)


def kinds_that_want_material() -> list[str]:
    """The types with words that ask the enterprise for material."""
    return [
        kind
        for kind, told in texts().items()
        if kind.isupper() and any("material" in words for words in told)
    ]


def picture(chance: random.Random) -> SimpleUploadedFile:
    """A photograph nobody took: a few shapes, different each time."""
    image = Image.new("RGB", (960, 720), (214, 222, 219))
    draw = ImageDraw.Draw(image)
    for _ in range(7):
        x, y = chance.randrange(0, 860), chance.randrange(200, 640)
        shade = chance.randrange(70, 190)
        draw.rectangle(
            (x, y, x + chance.randrange(60, 280), 719), fill=(shade, shade + 20, shade + 26)
        )
    draw.line((0, 640, 960, 600), fill=(188, 96, 60), width=6)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=80)
    return SimpleUploadedFile("现场照片.jpg", target.getvalue(), "image/jpeg")
