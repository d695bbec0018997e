"""The bridge from plans, steps and networks to the engine ``delivery``, and back to dates."""
