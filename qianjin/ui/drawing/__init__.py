"""
Small pictures drawn by the server as SVG: safe text in, safe markup out.

Lengths that depend on data are SVG attributes, so that no ``style`` is needed; colours are classes
of ``static/ui/*.css``. Every picture carries its content as a label for those who do not see it.
"""
