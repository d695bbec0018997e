"""The functions of some modules as machine code, or as they stand; the same words either way.

numba needs a moment to load and some seconds to compile the first time; the code is then kept on
disk. A small problem is searched faster than numba loads, and so without it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any


class Machine:
    """
    Modules of plain functions that work on arrays, callees before callers.

    Parameters
    ----------
    modules
        In an order in which each calls only itself and those before it.
    """

    def __init__(self, *modules: ModuleType) -> None:
        self._modules = modules

    @cached_property
    def plain(self) -> SimpleNamespace:
        """The functions as Python runs them."""
        return SimpleNamespace(**{name: found for _, name, found in self._functions()})

    @cached_property
    def compiled(self) -> SimpleNamespace:
        """The functions as machine code, compiled at their first call and kept on disk."""
        from numba import njit

        ready: dict[str, Any] = {}
        worlds: dict[str, dict[str, Any]] = {}
        for module, name, found in self._functions():
            world = worlds.setdefault(module.__name__, dict(vars(module)))
            world.update(ready)
            twin = FunctionType(found.__code__, world, name, found.__defaults__)
            twin.__module__ = module.__name__
            ready[name] = world[name] = _kept(njit, twin)
        return SimpleNamespace(**ready)

    @property
    def is_loaded(self) -> bool:
        """Whether the machine code is there already, so that even a small problem may use it."""
        return "compiled" in vars(self)

    def _functions(self) -> list[tuple[ModuleType, str, FunctionType]]:
        """Every function of the modules, in the order in which they stand: callees first."""
        return [
            (module, name, found)
            for module in self._modules
            for name, found in vars(module).items()
            if isinstance(found, FunctionType) and found.__module__ == module.__name__
        ]


def _kept(njit: Callable[..., Any], function: FunctionType) -> Any:
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:  # neither the package's folder nor the user's can be written
        return njit(nogil=True)(function)
