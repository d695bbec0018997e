"""导入表 An uploaded table between its preview and its taking over, whatever its rows are.

预览 preview · 更新 bring up to date · 导入 take over · 放弃 abandon · 撤销 undo. An app that takes
tables has a `models.KeptTable` of its own, reads its rows into `judged.Judged`, and calls
`services` around its own verbs. Nothing here has rows in the database.
"""
