"""招商 Leads and investment projects on one thread, from the first call to production.

Key terms: pipeline 项目类别 (``Pipeline``), stage 阶段 (``Stage``, data of the park), project
招商项目 (``Project``), move 推进 (``Move``), touch 对接 (``Touch``). Start in ``choices`` and
``stages`` (what a new park begins with), then ``services.projects`` and ``services.moving``.
"""
