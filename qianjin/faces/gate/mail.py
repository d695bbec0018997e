"""来信提醒 Notices by mail: one digest per person, in their language, never at night."""

from __future__ import annotations

import logging
import zoneinfo
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianjin.apps.accounts import selectors, services

from .notices import link, sentence

if TYPE_CHECKING:
    from qianjin.apps.accounts.models import Notice, User

log = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=10)
"""So long a notice waits to be read on the page before it is mailed."""
QUIET_FROM, QUIET_UNTIL = time(21, 0), time(7, 30)
"""Between these hours of the park's own clock nothing is mailed; the morning takes it along."""


def send_digests(*, at: datetime) -> int:
    """
    Mail every unread notice that has waited long enough; return how many mails left.

    A mail that cannot be sent is logged and tried again at the next run; the others go on.
    """
    waiting = selectors.to_mail(before=at - PATIENCE)
    awake = [notice for notice in waiting if not is_quiet(notice, at)]
    contacts = selectors.contacts_in({notice.park_id for notice in awake}, on=at.date())
    sent = 0
    for _user_id, group in groupby(awake, key=lambda notice: notice.user_id):
        notices = list(group)
        try:
            digest(notices[0].user, notices, contacts).send()
        except Exception:
            # Any failure is one person's: a refused address, a mail server gone for a moment.
            log.exception("the digest for person %s could not be sent", notices[0].user_id)
            continue
        services.mailed(notice_ids=[notice.pk for notice in notices], at=at)
        sent += 1
    return sent


def is_quiet(notice: Notice, at: datetime) -> bool:
    """Whether it is night where the notice comes from."""
    local = at.astimezone(zoneinfo.ZoneInfo(notice.park.time_zone)).time()
    return local >= QUIET_FROM or local < QUIET_UNTIL


def digest(user: User, notices: Iterable[Notice], contacts: set[tuple[int, int]]) -> EmailMessage:
    """One plain mail with every notice and where it leads, in the person's language."""
    with translation.override(user.language):
        lines, parks = [], {}
        for notice in notices:
            parks[notice.park_id] = notice.park.name
            is_contact = (notice.park_id, user.pk) in contacts
            zone = zoneinfo.ZoneInfo(notice.park.time_zone)
            when = timezone.localtime(notice.at, zone).strftime("%m-%d %H:%M")
            lines.append(f"{when}  {sentence(notice)}")
            lines.append(f"    {link(notice, is_enterprise=is_contact)}")
        count = len(lines) // 2
        subject = ngettext(
            "%(park)s: %(count)s message waits for you",
            "%(park)s: %(count)s messages wait for you",
            count,
        ) % {"park": "、".join(parks.values()), "count": count}
        greeting = _("%(name)s, this has not been read yet:") % {"name": user.name}
        farewell = _("Whoever reads a message on the page gets no mail about it.")
        body = "\n".join([greeting, "", *lines, "", farewell, ""])
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email])
