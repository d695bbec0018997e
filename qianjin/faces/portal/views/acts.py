"""What an enterprise does with a request: answer, write, rate, reopen, thank, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import services as people
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.choices import CONTENT
from qianjin.faces.gate import acts, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.units.refusals import BadInput

from ..detail import FORMS, draft_key
from ..frame import go, page
from .requests import show


def _act(
    request: ParkRequest, number: str, name: str, do: Callable[[Any, Any], str | None]
) -> HttpResponse:
    """The frame of every act: the form, one service, back to the page with a word on it."""
    row = selectors.get_request_for(request.actor, number)
    if request.method != "POST":
        return go(request, to(request, "portal:request", number))
    form = FORMS[name](request.POST, request.FILES, auto_id=f"{name}_%s")
    if form.is_valid():
        try:
            word = do(row, form)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            if word:
                messages.success(request, word)
            people.forget_draft(by=request.actor, key=draft_key(number, name))
            return go(request, f"{to(request, 'portal:request', number)}?done={name}")
    return _refuse(request, row, name, form)


def _refuse(request: ParkRequest, row: Any, name: str, form: Form) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return page(request, "portal/_answer.html", {"form": form}, status=422)
    return show(request, row, status=422, **{name: form})


@acts("request.rate", thing="request", side="enterprise")
def supply(request: ParkRequest, number: str) -> HttpResponse:
    """补件: the clock goes on."""

    def do(row: Any, form: Any) -> str:
        services.supply_material(
            request=row, by=request.actor, at=timezone.now(), **form.cleaned_data
        )
        return _("Sent. The clock goes on.")

    return _act(request, number, "supply", do)


@acts("request.rate", thing="request", side="enterprise")
def message(request: ParkRequest, number: str) -> HttpResponse:
    """留言: the officer reads it in the thread."""

    def do(row: Any, form: Any) -> str:
        services.write_message(
            request=row, by=request.actor, at=timezone.now(), **form.cleaned_data
        )
        return _("Your message has been sent.")

    return _act(request, number, "message", do)


@acts("request.rate", thing="request", side="enterprise")
def rate(request: ParkRequest, number: str) -> HttpResponse:
    """评价: the page then offers what fits the score."""

    def do(row: Any, form: Any) -> str | None:
        given = form.cleaned_data
        services.rate(
            request=row,
            score=given["score"],
            reasons=form.reasons,
            words=given["words"],
            by=request.actor,
            at=timezone.now(),
        )
        return _("Thank you for your rating.") if given["score"] >= CONTENT else None

    return _act(request, number, "rate", do)


@acts("request.rate", thing="request", side="enterprise")
def reopen(request: ParkRequest, number: str) -> HttpResponse:
    """不满意重办: a new round with promises of its own."""

    def do(row: Any, form: Any) -> str:
        services.reopen(
            request=row, words=form.cleaned_data["words"], by=request.actor, at=timezone.now()
        )
        return _("Reopened. New times are promised below.")

    return _act(request, number, "reopen", do)


@acts("request.rate", thing="request", side="enterprise")
def thank(request: ParkRequest, number: str) -> HttpResponse:
    """感谢: it reaches the officer and the register."""

    def do(row: Any, form: Any) -> str:
        services.thank(
            request=row, words=form.cleaned_data["words"], by=request.actor, at=timezone.now()
        )
        return _("Your thanks have been passed on.")

    return _act(request, number, "thank", do)


@acts("request.rate", thing="request", side="enterprise")
def withdraw(request: ParkRequest, number: str) -> HttpResponse:
    """撤回: the matter has settled itself."""

    def do(row: Any, form: Any) -> str:
        services.withdraw(
            request=row, words=form.cleaned_data["words"], by=request.actor, at=timezone.now()
        )
        return _("Withdrawn.")

    return _act(request, number, "withdraw", do)
