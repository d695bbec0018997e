"""办理留痕 Who did what, when: append-only entries chained by hash.

Key terms: entry 留痕, chain 链 (one per park, 0 for the platform itself), head 链头,
idempotency key 防重键, finding 核验发现. Start in ``services.record`` and ``selectors.verify``.
Nothing here refers to other tables: a trace must outlive whatever it speaks of.
"""
