"""走访 Visits: every enterprise on the books is seen in its turn, on a round worth the way.

Key terms: coverage rule 走访频次规则 (how often, by whom), round 走访路线 (one officer, one day),
stop 停靠点, visit 走访记录 (also a contact by telephone), finding 走访发现 (what may become a
request), plan 走访计划 (a proposal of rounds, from the engine ``routing``). Start in ``choices``,
then ``services``; who has not been seen is asked in ``selectors.coverage``.
"""
