"""人脉与招商对象 Whom the investment section knows: firms and people, apart from the park's own.

Key terms: prospect firm 招商对象 (``Organisation``, until it lands as an enterprise), contact 人脉
(``Contact``), tie 相识 (``Tie``: who knows whom), suspicion 疑似重复 (two rows that may be one),
handover 移交 (a whole book goes to a colleague). Telephone numbers are masked until somebody
unmasks them, which the trail keeps; what may be kept of a person, and until when, stands in
``choices.Basis`` and ``retention``. Start in ``models``, then ``services.writing``.
"""
