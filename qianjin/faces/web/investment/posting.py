"""一页多动作 Pages on which several small acts are done: each has a name, a form and a verb."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.units.refusals import BadInput


class NoSuchAct(BadInput):
    """What was posted names no act of the page."""

    sentence = gettext_lazy("This page has no such act.")


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a page: how its form is made from what was posted, and what is done with it."""

    form: Callable[..., Form]
    verb: Callable[[Form], Any]


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a post: ``done``, or the form that was refused, under its act's name."""

    name: str
    form: Form | None
    done: bool

    def shown(self, name: str, otherwise: Form) -> Form:
        """The form to show for an act: the refused one with its faults, or a fresh one."""
        return self.form if self.form is not None and self.name == name else otherwise


NOTHING = Posted("", None, False)


def post(request: ParkRequest, acts: Mapping[str, Act]) -> Posted:
    """
    Do the act that was posted, by the name in ``act``.

    :raises NoSuchAct: the page has no act of this name.
    """
    if request.method != "POST":
        return NOTHING
    name = request.POST.get("act", "")
    act = acts.get(name)
    if act is None:
        raise NoSuchAct
    form = act.form(request.POST, request.FILES)
    if not form.is_valid():
        return Posted(name, form, False)
    try:
        act.verb(form)
    except BadInput as refusal:
        blame(form, refusal)
        return Posted(name, form, False)
    messages.success(request, _("This has been entered."))
    return Posted(name, None, True)
