"""
潮 The component kit: the look of every page, and nothing of the park.

Faces hand finished words, numbers and addresses to components; the kit turns them into pages that
are calm, quick and readable on a phone and a desk, light and dark, in Chinese and English. It
imports no app.

Key terms: *tone* (what a state means: waiting, active, done, at_risk, breached, closed), *token* (a
named colour or length in ``static/ui/tokens.css``), *component* (a template in
``templates/cotton/ui``), *tag* (the same HTML written by Python for long lists), *shape* (what a
component reads, ``shapes.py``).

Start reading at docs/ui-kit.md, then ``tones.py``, then the gallery at /ui/.
"""
