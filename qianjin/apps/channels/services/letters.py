"""来信 A mail becomes a request or a message; what nobody can place waits for a decision."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin import outgoing
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.desk import services as desk
from qianjin.apps.desk.choices import RequestStatus, Source
from qianjin.apps.desk.models import ServiceRequest
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.apps.enterprises.models import Contact, Enterprise
from qianjin.apps.parks.models import Park
from qianjin.outgoing.mail import SignInRefused, open_mailbox
from qianjin.units.refusals import Refusal

from .. import policies, selectors
from ..choices import LetterState
from ..letters import Incoming, read_mail
from ..models import Letter, Mailbox
from ..refusals import AlreadyDecided, BadMailbox, MayNotDecide, MayNotSetChannels
from ..sealing import seal, unseal

log = logging.getLogger(__name__)

MOST_AT_ONCE = 20
LARGEST = 25 * 1024 * 1024


@transaction.atomic
def save_mailbox(
    *,
    park: Park,
    address: str,
    login: str,
    by: Actor,
    at: datetime,
    password: str = "",
    folder: str = "INBOX",
    is_active: bool = True,
) -> Mailbox:
    """
    设置收件邮箱 Set the mailbox up or change it; an empty password leaves the one that is kept.

    :raises MayNotSetChannels: ``by`` does not administer this park.
    :raises BadMailbox: an address the guard does not call, or no name or password.
    """
    if not policies.may_set_channels(by, park.pk):
        raise MayNotSetChannels
    row = Mailbox.objects.select_for_update().filter(pk=park.pk).first() or Mailbox(park=park)
    problems: dict[str, list[str]] = {}
    try:
        outgoing.check(address.strip(), schemes=("imaps",))
    except outgoing.OutgoingRefused as refused:
        problems["address"] = [str(refused)]
    if not login.strip():
        problems["login"] = [_("The mailbox needs a sign-in name.")]
    if not password and not row.sealed_password:
        problems["password"] = [_("The mailbox needs a password.")]
    if problems:
        raise BadMailbox(problems)
    row.address, row.login = address.strip(), login.strip()
    row.folder, row.is_active, row.trouble = folder.strip() or "INBOX", is_active, ""
    if password:
        row.sealed_password = seal(password)
    row.save()
    audit.record(
        park_id=park.pk,
        by=by,
        at=at,
        verb="mailbox.save",
        object_kind="mailbox",
        object_id=park.pk,
        object_label=row.login,
        detail={"address": row.address, "folder": row.folder, "active": row.is_active},
    )
    return row


def look_into(*, park_id: int, at: datetime) -> int:
    """
    收信 Take in what is unread; return how many mails that was.

    A mail is marked as read after it is taken in: a crash in between takes it in again, and its
    number shows that it is known. One that fails is left unread and does not stop the others.
    """
    box = selectors.mailbox_of(park_id)
    if box is None or not box.is_active:
        return 0
    taken, trouble = 0, ""
    try:
        password = unseal(box.sealed_password)
        with open_mailbox(
            box.address, login=box.login, password=password, folder=box.folder
        ) as opened:
            for uid in opened.unread(MOST_AT_ONCE):
                raw = opened.read(uid, LARGEST)
                try:
                    take_in(park=box.park, raw=raw, at=at, uid=uid)
                except Exception:
                    log.exception("mail %s of park %s could not be taken in", uid, park_id)
                    continue
                opened.mark_read(uid)
                taken += 1
    except SignInRefused:
        trouble = _("The mailbox refused the sign-in name or password.")
    except Refusal as refusal:
        trouble = str(refusal)
    Mailbox.objects.filter(pk=park_id).update(looked_at=at, trouble=trouble[:200])
    return taken


@transaction.atomic
def take_in(*, park: Park, raw: bytes | None, at: datetime, uid: str = "") -> Letter:
    """
    登记来信 Write a mail down and let it become what it is; the same mail again changes nothing.

    ``raw`` is ``None`` for a mail that is too large to be read.
    """
    mail = read_mail(raw or b"")
    number = mail.message_id or _fingerprint(raw, uid)
    letter, is_new = Letter.objects.get_or_create(
        park=park,
        message_id=number,
        defaults={
            "address": mail.address,
            "name": mail.name,
            "subject": mail.subject,
            "words": mail.words,
            "at": at,
            "state": LetterState.WAITING,
        },
    )
    if not is_new:
        return letter
    if raw is None:
        letter.reason = _("It is too large to be read; please look into the mailbox.")
    elif mail.is_automatic:
        letter.state = LetterState.IGNORED
    else:
        try:
            with transaction.atomic():
                letter.reason = _place(letter, mail, at)
        except Refusal as refusal:
            letter.state, letter.request = LetterState.WAITING, None
            letter.reason = _said(refusal)
    if letter.state == LetterState.WAITING and raw is not None:
        letter.raw = raw
    letter.save()
    return letter


def _place(letter: Letter, mail: Incoming, at: datetime) -> str:
    """Find whose it is; return why nobody can tell, or nothing."""
    known = list(
        Contact.objects.filter(
            park_id=letter.park_id, email__iexact=mail.address, left_on=None
        ).select_related("enterprise__park", "user")[:20]
        if mail.address
        else ()
    )
    if not known:
        return _("The sender is no contact of any enterprise.")
    if mail.number:
        row = ServiceRequest.objects.filter(park_id=letter.park_id, number=mail.number).first()
        contact = next((c for c in known if row and c.enterprise_id == row.enterprise_id), None)
        if row is None or contact is None:
            return _("The number in the subject is no request of the sender's enterprise.")
        _write(row, mail, _speaker(contact, at), at)
        letter.state, letter.request = LetterState.MESSAGE, row
        return ""
    if len({contact.enterprise_id for contact in known}) > 1:
        return _("The sender is a contact of several enterprises.")
    contact = known[0]
    letter.request = _raise(letter, mail, contact.enterprise, contact, _speaker(contact, at), at)
    letter.state = LetterState.RAISED
    return ""


def _speaker(contact: Contact, at: datetime) -> Actor:
    """The contact in person, or the clock in the name of one who has no account."""
    if contact.user is not None:
        on = timezone.localdate(at)
        return enterprises.actor_of(user=contact.user, park=contact.enterprise.park, on=on)
    return replace(Actor.clock(contact.park_id), name=contact.name)


def _write(row: ServiceRequest, mail: Incoming, by: Actor, at: datetime) -> None:
    waits = row.status == RequestStatus.NEED_INFO
    send = desk.supply_material if waits else desk.write_message
    send(request=row, words=mail.words, files=mail.files, by=by, at=at)


def _raise(
    letter: Letter,
    mail: Incoming,
    enterprise: Enterprise,
    contact: Contact | None,
    by: Actor,
    at: datetime,
) -> ServiceRequest:
    key = hashlib.sha256(f"mail:{letter.park_id}:{letter.message_id}".encode()).hexdigest()
    return desk.raise_request(
        enterprise=enterprise,
        contact=contact,
        title=mail.subject,
        words=mail.words or mail.subject,
        source=Source.LETTER,
        files=mail.files,
        sender_key=key,
        by=by,
        at=at,
    )


@transaction.atomic
def raise_from_letter(
    *, letter: Letter, enterprise: Enterprise, by: Actor, at: datetime
) -> ServiceRequest:
    """
    转为诉求 Decide that a letter is a request of this enterprise; its files come along.

    :raises MayNotDecide: the actor does not sort the requests of the whole park.
    :raises AlreadyDecided: somebody was first.
    """
    row = _waiting(letter, by)
    mail = read_mail(bytes(row.raw))
    made = _raise(row, mail, enterprise, None, by, at)
    row.state, row.request, row.raw, row.reason = LetterState.RAISED, made, b"", ""
    row.save()
    _trace(row, "letter.raise", by, at)
    return made


@transaction.atomic
def drop_letter(*, letter: Letter, by: Actor, at: datetime) -> Letter:
    """
    不予受理 Put a letter aside.

    :raises MayNotDecide: the actor does not sort the requests of the whole park.
    :raises AlreadyDecided: somebody was first.
    """
    row = _waiting(letter, by)
    row.state, row.raw = LetterState.DROPPED, b""
    row.save()
    _trace(row, "letter.drop", by, at)
    return row


def _waiting(letter: Letter, by: Actor) -> Letter:
    if not policies.may_decide_letters(by, letter.park_id):
        raise MayNotDecide
    row = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if row.state != LetterState.WAITING:
        raise AlreadyDecided
    return row


def _said(refusal: Refusal) -> str:
    fields = getattr(refusal, "fields", {})
    told = [str(problem) for problems in fields.values() for problem in problems]
    return (" ".join(told) or str(refusal))[:200]


def _fingerprint(raw: bytes | None, uid: str) -> str:
    return f"<{hashlib.sha256(raw).hexdigest() if raw else f'uid {uid}'}>"


def _trace(letter: Letter, verb: str, by: Actor, at: datetime) -> None:
    audit.record(
        park_id=letter.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="letter",
        object_id=letter.pk,
        object_label=letter.subject,
        detail={"request": letter.request.number if letter.request else ""},
    )
