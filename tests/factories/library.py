"""Articles and canned replies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from qianjin.apps.accounts.models import User
from qianjin.apps.library import services
from qianjin.apps.library.models import Article, CannedReply
from qianjin.apps.parks.models import Park, Unit

from .accounts import acting
from .parks import NOON

BODY = "先接临时用电，正式增容同步报装。"


def an_article(
    park: Park,
    keeper: User,
    unit: Unit | None = None,
    audience: str = "office",
    at: datetime = NOON,
    **fields: Any,
) -> Article:
    """A published article."""
    told = {"title": "变压器容量不够怎么办", "body": BODY, **fields}
    return services.write_article(
        park=park, unit=unit, audience=audience, by=acting(keeper, park), at=at, **told
    )


def a_canned_reply(
    park: Park, keeper: User, unit: Unit | None = None, name: str = "已收到", **fields: Any
) -> CannedReply:
    """Words with two places to fill."""
    told = {"text": "{contact}您好，{number}已收到。", **fields}
    return services.write_canned(
        park=park, unit=unit, name=name, by=acting(keeper, park), at=NOON, **told
    )
