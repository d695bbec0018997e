from __future__ import annotations

from dataclasses import dataclass

from qianjin.apps.accounts.actors import Actor
from qianjin.units.refusals import Missing

from .. import policies
from ..choices import LetterState
from ..models import Letter, Mailbox

PAGE = 25


def mailbox_of(park_id: int) -> Mailbox | None:
    """The park's mailbox, when one is set up."""
    return Mailbox.objects.select_related("park").filter(pk=park_id).first()


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A page of letters, newest first; ``older`` is where the next begins."""

    rows: list[Letter]
    older: int | None


def letters_of(actor: Actor, *, waiting: bool = True, before: int | None = None) -> LetterPage:
    """The letters to be decided on, or all; nothing for who does not decide."""
    if not policies.may_decide_letters(actor, actor.park_id):
        return LetterPage([], None)
    found = Letter.objects.filter(park_id=actor.park_id).defer("raw").select_related("request")
    if waiting:
        found = found.filter(state=LetterState.WAITING)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    return LetterPage(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)


def letter_for(actor: Actor, letter_id: int) -> Letter:
    """
    One letter, if the actor decides on letters here.

    :raises Missing: there is none, or the actor does not.
    """
    found = (
        Letter.objects.select_related("park", "request")
        .filter(park_id=actor.park_id, pk=letter_id)
        .first()
    )
    if found is None or not policies.may_decide_letters(actor, found.park_id):
        raise Missing
    return found
