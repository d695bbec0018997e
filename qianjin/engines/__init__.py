"""引擎 The mathematics of the park: frozen data in, answers with reasons out.

An engine knows neither Django nor the clock, neither a database nor a network; each could be
published as a library of its own. ``worktime`` holds working calendars and time limits.
"""
