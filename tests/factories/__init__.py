"""The invented park of the tests, one file per app; the standing cast is ``accounts.the_cast``."""
