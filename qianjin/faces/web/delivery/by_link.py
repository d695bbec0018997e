"""凭链接回复 A letter opened by its link: a bureau answers without an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from qianjin.apps.delivery import selectors, services
from qianjin.apps.delivery.choices import LetterState
from qianjin.faces.gate import ANYONE, acts
from qianjin.faces.gate.forms import blame
from qianjin.units.refusals import BadInput

from . import words
from .forms import LinkForm


@acts(ANYONE, thing="letter_link", side="any")
def letter(request: HttpRequest, token: str) -> HttpResponse:
    """Show a letter to whoever holds its link; say that it came, or answer it."""
    row = selectors.letter_by_link(token)
    with timezone.override(row.park.time_zone):
        today = timezone.localdate()
        if not selectors.is_open(row, today):
            return _shown(request, "web/delivery/by_link_over.html", {"letter": row}, 200)
        form = LinkForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                _answer(row, form.cleaned_data)
                return redirect("letter_link", token)
            except BadInput as refusal:
                blame(form, refusal)
        context = {
            "letter": row,
            "light": words.letter_light(row, today),
            "step_rows": [
                (one, words.span(one.begun_on or one.start_on, one.done_on or one.end_on))
                for one in row.steps.all()
            ],
            "form": form,
            "is_received": row.state == LetterState.RECEIVED,
        }
        return _shown(request, "web/delivery/by_link.html", context, 422 if form.errors else 200)


def _answer(row: Any, given: dict[str, Any]) -> None:
    by, now = selectors.bearer_of(row, given["name"]), timezone.now()
    services.answer_letter(
        letter=row, answer=given["answer"], answer_on=given["answer_on"], by=by, at=now
    )


def _shown(
    request: HttpRequest, template: str, context: dict[str, Any], status: int
) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
