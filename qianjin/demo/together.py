"""多方办理 A common cause under way and the follow-ups of last month: pages that are full."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.desk import services as desk
from qianjin.apps.desk.choices import RequestStatus
from qianjin.apps.desk.models import FollowUp, ServiceRequest
from qianjin.apps.parks.models import Park

from .directory import Client

SAID = "问题已解决，企业表示满意。"
ASKED = 2
"""How many of the follow-ups have been asked already."""


def tell_together(
    park: Park, people: dict[str, Actor], clients: Sequence[Client], *, at: datetime
) -> None:
    """One open request stands for a cause that concerns others too; last month is asked again."""
    window = people["linyue"]
    under_way = ServiceRequest.objects.filter(
        park=park, status__in=[RequestStatus.ACCEPTED, RequestStatus.IN_PROGRESS]
    )
    main = under_way.exclude(unit=None).order_by("-opened_at", "-id").first()
    if main is not None:
        others = [client.enterprise for client in clients[2:6]]
        cause = desk.open_cause(request=main, title=main.title, concerned=others, by=window, at=at)
        words = "多家企业反映同一情况，已明确牵头单位，进展将统一告知。"
        desk.tell_cause(cause=cause, words=words, by=window, at=at)
    last = timezone.localdate(at).replace(day=1) - timedelta(days=1)
    desk.draw_follow_ups(park=park, month=last, at=at)
    for row in FollowUp.objects.filter(park=park).order_by("id")[:ASKED]:
        if row.request.round == row.round:
            desk.follow_up(row=row, outcome="solved", channel="phone", words=SAID, by=window, at=at)
