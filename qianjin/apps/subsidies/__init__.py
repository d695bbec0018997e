"""政策兑现 Support schemes: which enterprises may claim what, told to them, tracked to payment.

Key terms: scheme 政策 (``Scheme``), its conditions 认定条件 (data, ``Scheme.conditions``),
qualification 企业资质 (``Qualification``), claim 申报 (``Claim``). Start in ``choices.ClaimState``,
then ``planning`` (facts and conditions), then ``services``.
"""
