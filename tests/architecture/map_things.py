"""Places on the map, for the walk of ``test_access``: tiles are the same addresses for everyone."""

from __future__ import annotations

from typing import Any

from .world import World, kind

NAMES = {"tile", "background_tile"}


@kind(
    "tile",
    lambda role, relation: True,
    nothing={"by": "nothing", "zoom": 19, "column": 0, "row": 0},
)
def tile(world: World, role: str, relation: str) -> dict[str, Any]:
    """What of it one may see depends on who asks: tests/apps/land/test_layers.py."""
    return {"by": "state", "zoom": 15, "column": 27344, "row": 13490}


@kind(
    "background_tile",
    lambda role, relation: False,
    nothing={"zoom": 3, "column": 9, "row": 9},
)
def background_tile(world: World, role: str, relation: str) -> dict[str, Any]:
    """The parks of the walk have no file of tiles, so there is none to see."""
    return {"zoom": 3, "column": 1, "row": 1}
