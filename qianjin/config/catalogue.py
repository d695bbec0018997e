"""Where Django finds the compiled Chinese catalogue."""

from qianjin.installation.catalogue import ensure_compiled

__all__ = ["ensure_compiled"]
