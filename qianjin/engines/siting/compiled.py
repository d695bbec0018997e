"""The search as machine code, or as it stands; the same words either way.

numba needs a moment to load and some seconds to compile the first time; the code is then kept on
disk. A small layer is searched faster than numba loads, and so without it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any

from . import along, bounds, dig, greedy

MODULES: tuple[ModuleType, ...] = (along, bounds, dig, greedy)


def plain() -> SimpleNamespace:
    """The functions as Python runs them."""
    return SimpleNamespace(**{name: found for _, name, found in _functions()})


@cache
def compiled() -> SimpleNamespace:
    """The functions as machine code, compiled at their first call and kept on disk."""
    from numba import njit

    ready: dict[str, Any] = {}
    worlds: dict[str, dict[str, Any]] = {}
    for module, name, found in _functions():
        world = worlds.setdefault(module.__name__, dict(vars(module)))
        world.update(ready)
        twin = FunctionType(found.__code__, world, name, found.__defaults__)
        twin.__module__ = module.__name__
        ready[name] = world[name] = _kept(njit, twin)
    return SimpleNamespace(**ready)


def _kept(njit: Callable[..., Any], function: FunctionType) -> Any:
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:  # neither the package's folder nor the user's can be written
        return njit(nogil=True)(function)


def _functions() -> list[tuple[ModuleType, str, FunctionType]]:
    """Every function of the modules, in the order in which they stand: callees first."""
    return [
        (module, name, found)
        for module in MODULES
        for name, found in vars(module).items()
        if isinstance(found, FunctionType) and found.__module__ == module.__name__
    ]
