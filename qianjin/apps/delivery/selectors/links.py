"""回复链接 A letter's own link: whoever was given it answers for the bureau without an account."""

from __future__ import annotations

from datetime import date, timedelta

from django.core import signing

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Role
from qianjin.units.refusals import Missing

from ..choices import AWAITED
from ..models import Letter

SALT = "qianjin.delivery.letter"
AFTER_DUE = timedelta(days=60)
"""So long after its day a letter is still answered by its link."""


def link_of(letter: Letter) -> str:
    """The secret part of a letter's link; signed, so nothing is kept and nothing can be guessed."""
    return signing.Signer(salt=SALT).sign_object([letter.pk, letter.number])


def letter_by_link(token: str) -> Letter:
    """:raises Missing: the link was never given out, or its letter has not left."""
    try:
        pk, number = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        raise Missing from None
    rows = Letter.objects.filter(pk=pk, number=number, sent_at__isnull=False)
    rows = rows.select_related("plan", "park", "unit", "owner")
    found = rows.prefetch_related("steps").first()
    if found is None:
        raise Missing
    return found


def is_open(letter: Letter, on: date) -> bool:
    """Whether its link still answers it."""
    return letter.state in AWAITED and on <= letter.due_on + AFTER_DUE


def bearer_of(letter: Letter, name: str = "") -> Actor:
    """Whoever holds the link: a liaison of the bureau without an account, for this letter alone."""
    unit = letter.unit.name_zh
    return Actor(
        user_id=None,
        name=f"{unit}　{name}（凭链接）" if name else unit,
        park_id=letter.park_id,
        park_slug=letter.park.slug,
        roles=(Role.BUREAU_LIAISON,),
        unit_ids=frozenset({letter.unit_id}),
    )
