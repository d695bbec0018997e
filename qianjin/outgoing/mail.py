"""A mailbox over a judged line: what is unread, and marking it as read."""

from __future__ import annotations

import imaplib
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from .guard import Line, open_line
from .refusals import CallFailed, TooSlow, Unreachable

SECONDS = 60.0
"""How long one look into a mailbox may take in all."""
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class _Imap(imaplib.IMAP4):
    """IMAP whose line is the guard's; nothing is looked up or connected here."""

    def __init__(self, line: Line) -> None:
        self._line = line
        super().__init__(line.address.host, line.address.port)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        self._line.socket.settimeout(self._line.seconds())
        return self._line.socket


class Mailbox:
    """An open folder of a mailbox."""

    def __init__(self, imap: imaplib.IMAP4) -> None:
        self._imap = imap

    def unread(self, most: int) -> list[str]:
        """The numbers of the oldest unread mails."""
        _ok, found = self._imap.uid("SEARCH", "UNSEEN")
        return [number.decode() for number in (found[0] or b"").split()][:most]

    def read(self, uid: str, size: int) -> bytes | None:
        """One mail whole, left unread; ``None`` when it is larger than ``size``."""
        _ok, told = self._imap.uid("FETCH", uid, "(RFC822.SIZE)")
        said = _SIZE.search(b" ".join(part for part in told if isinstance(part, bytes)))
        if said is None or int(said[1]) > size:
            return None
        _ok, parts = self._imap.uid("FETCH", uid, "(BODY.PEEK[])")
        return next((part[1] for part in parts if isinstance(part, tuple)), b"")

    def mark_read(self, uid: str) -> None:
        """Say that a mail has been dealt with."""
        self._imap.uid("STORE", uid, "+FLAGS.SILENT", "(\\Seen)")


class SignInRefused(CallFailed):
    """The mailbox does not know this name or password."""


@contextmanager
def open_mailbox(url: str, *, login: str, password: str, folder: str) -> Iterator[Mailbox]:
    """
    Sign in to a mailbox and open one of its folders.

    :raises OutgoingRefused: the guard does not let it out.
    :raises CallFailed: nobody there, too slow, sign-in refused, or the talk broke off.
    """
    line = open_line(url, schemes=("imaps",), seconds=SECONDS)
    try:
        with _signed_in(line, login, password) as imap:
            quoted = '"' + folder.replace("\\", "").replace('"', "") + '"'
            told: Any = imap.select(quoted)
            if told[0] != "OK":
                raise CallFailed
            yield Mailbox(imap)
    except TimeoutError:
        raise TooSlow from None
    except imaplib.IMAP4.error:
        raise CallFailed from None
    except OSError:
        raise Unreachable from None
    finally:
        line.socket.close()


@contextmanager
def _signed_in(line: Line, login: str, password: str) -> Iterator[imaplib.IMAP4]:
    imap = _Imap(line)
    try:
        imap.login(login, password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        raise SignInRefused from None
    try:
        yield imap
    finally:
        # Everything is done; a server that hangs up first is no failure.
        with suppress(imaplib.IMAP4.error, OSError):
            imap.logout()
