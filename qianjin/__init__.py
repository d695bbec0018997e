"""前进 Qianjin: the operating platform of an industrial park.

Start reading in ``apps/`` for what a park does, ``engines/`` for the mathematics behind it,
``faces/`` for the pages and commands people meet.
"""

__version__ = "0.1.0"
