"""拿地即开工 From the signed project to its start and its production: approvals as plans.

Key terms: network 活动网络 (``Network``, a version; ``data/network.yaml`` is what a park begins
with), plan 计划 (``Plan``), step 事项 (``PlanStep``), pre-review 预审 (an opinion, never an
approval), letter 工作联系单 (``Letter``), round 统排 (``Round``: all plans worked out together),
ledger 台账 (finished steps, by which inferred days are calibrated). Start in ``network`` and
``planning.problem``, then ``services.plans`` and ``services.steps``.
"""
