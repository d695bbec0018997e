"""The bridges to the engines ``readiness`` and ``siting``."""
