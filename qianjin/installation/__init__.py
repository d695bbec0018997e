"""安装 One installation of Qianjin on one machine: its folder, its database server, its processes.

Nothing here knows a park, a page or the ORM. ``folder`` says where data lives, ``cluster`` and
``server`` keep the private PostgreSQL, ``connection`` says how to reach it (or the server that
``DATABASE_URL`` names), ``supervisor`` keeps web and worker alive, ``archive`` makes and reads
backups, ``catalogue`` compiles translations. Settings and the command line both stand on it.
"""
