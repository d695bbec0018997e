"""痕迹 What every act on a project does: hold it, repeat what lists want, leave traces, tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from qianjin.apps.accounts import services as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.audit import services as audit

from .. import policies
from ..models import Project, Stage
from ..refusals import MayNotKeepProject

HELD = ("stage", "pipeline", "owner", "organisation")


def held(project: Project, by: Actor) -> Project:
    """
    The project, locked until the act is over.

    :raises MayNotKeepProject: it is not in this person's care.
    """
    rows = Project.objects.select_for_update(of=("self",)).select_related(*HELD)
    row = rows.get(pk=project.pk)
    if not policies.may_keep(by, row):
        raise MayNotKeepProject
    return row


def today_of(at: datetime) -> date:
    """The day of a moment in the park."""
    return timezone.localdate(at)


def cold_from(stage: Stage, touched_at: datetime, since: datetime) -> date | None:
    """The day from which a project counts as cold; ``None`` where its stage never does."""
    if stage.cold_days is None:
        return None
    return today_of(max(touched_at, since)) + timedelta(days=stage.cold_days)


def trace(
    project: Project, verb: str, by: Actor, at: datetime, detail: Mapping[str, Any] | None = None
) -> None:
    """An entry in the park's chain."""
    audit.record(
        park_id=project.park_id,
        by=by,
        at=at,
        verb=f"project.{verb}",
        object_kind="project",
        object_id=project.pk,
        object_label=f"{project.number} {project.name}"[:200],
        detail={name: _said(value) for name, value in (detail or {}).items()},
    )


def _said(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal | date) else value


def tell(
    project: Project,
    kind: str,
    users: Sequence[int | None],
    *,
    by: Actor,
    at: datetime,
    tone: str = "active",
    **params: Any,
) -> None:
    """A notice to people who do not act themselves."""
    wanted = {user for user in users if user is not None} - {by.user_id}
    if not wanted:
        return
    accounts.notify(
        users=list(User.objects.filter(pk__in=wanted, is_active=True)),
        park_id=project.park_id,
        at=at,
        kind=f"investment.{kind}",
        params={"name": project.name, "by": by.name, **params},
        tone=tone,
        object_kind="project",
        object_ref=str(project.pk),
    )
