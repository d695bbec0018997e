"""人员 People: who signs in, in which parks, in which roles, and who stands in for whom.

Key terms: person 人员 (``User``), membership 任职, role 角色, grant 权限, deputy 代理,
invitation 邀请, notice 站内消息, draft 草稿. Start in ``grants`` (the table of rights) and
``actors.Actor`` (who asks, as every selector and service sees them).
"""
