"""诉求服务台 The desk: what enterprises ask of the park, and the 135 promise.

Key terms: request 诉求 (``ServiceRequest``), entry 经过 (one step of its thread), promise 承诺
(one clock: respond, plan, resolve), profile 时限配置, round 轮次 (a reopened request is promised
anew), rating 评价, thanks 感谢. Start in ``choices.RequestStatus`` (the states), then ``services``.
"""
