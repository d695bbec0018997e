"""地块 The parcel book: which land there is, whose it is, and who may use it for what.

Key terms: parcel 地块 (``Parcel``), ownership share 权属份额 (``Tenure``), right 用益与担保
(``LandRight``), change of boundaries 界线变更 (``BoundaryChange``), low-efficiency land 低效用地
(``LowUse``): parcel, tenure and right are three things, as in ISO 19152 (LADM). Canonical geometry
is CGCS2000 longitude and latitude. Start in ``models.parcels``, then ``services.changing``.
"""
