"""导入 A stranger's table becomes entries of the directory.

``columns`` names what a table may hold and how people head it, ``cells`` reads one cell,
``examine`` judges every row against the table itself and the directory, ``tables`` writes
tables out. Nothing here changes the database; the verbs stand in ``services.importing``.
"""
