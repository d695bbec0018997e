"""命令行 The ``qianjin`` command: run an installation, look after it, and solve without one.

``main`` is the entry; each further module holds one family of commands. Any word that is not one
of ours is a command of Django (``qianjin migrate``, ``qianjin shell``).
"""
