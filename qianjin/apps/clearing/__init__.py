"""征地与选址 From a planned parcel to one that can be granted, and which parcels suit a project.

Key terms: acquisition 征收 (``Acquisition``), village part 村份额 (``VillagePart``), step 程序
(``ParcelStep``; the steps themselves are data, ``data/steps.yaml``), objection 异议, listing 挂牌
(``Listing``), readiness 就绪 (``ReadyDate``), need 用地需求 (``SiteNeed``), search 选址
(``SiteSearch``). Start in ``steps.py`` and ``planning.py``, then ``services``.
"""
