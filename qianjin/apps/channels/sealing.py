"""加密保存 Secrets at rest: readable by this installation's key alone."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from qianjin.units.refusals import WrongState


class SealBroken(WrongState):
    """The installation's key is another one than when the secret was entered."""

    sentence = _("This secret cannot be read any more. Please enter it again.")


def seal(text: str) -> str:
    """Encrypt a secret; the empty one stays empty."""
    return _cipher().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """
    The secret again.

    :raises SealBroken: it was sealed under another key.
    """
    if not sealed:
        return ""
    try:
        return _cipher().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken from None


def _cipher() -> Fernet:
    key = hashlib.sha256(b"qianjin.channels\x00" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
