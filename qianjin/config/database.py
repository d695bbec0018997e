"""The database of this process, in the shape Django's settings want."""

from __future__ import annotations

import os
from typing import Any

from qianjin.installation.connection import target
from qianjin.installation.folder import data_folder

__all__ = ["data_folder", "database_settings"]


# A question asked twice on a connection is planned once and then only answered:
# docs/decisions/0016 has the measurements. An old pooler in between cannot do that.
PREPARED: dict[str, Any] = (
    {}
    if os.environ.get("QIANJIN_PREPARED_STATEMENTS", "").lower() in {"0", "no", "off", "false"}
    else {"server_side_binding": True, "prepare_threshold": 2}
)


def database_settings() -> dict[str, Any]:
    """Return ``DATABASES["default"]``; the private server is running when this returns."""
    at = target()
    return {
        "ENGINE": "qianjin.config.postgresql",
        "HOST": at.host,
        "PORT": at.port,
        "NAME": at.name,
        "USER": at.user,
        "PASSWORD": at.password,
        # A worker keeps its connection and looks at it before each request, so that a database
        # restarted in between costs a reconnection, not an error.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "application_name": "qianjin",
            **PREPARED,
            **at.options,
        },
    }
