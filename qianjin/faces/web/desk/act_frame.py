"""办理 The frame of every act: its form, one service, what happens when it cannot be done."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts import services as people
from qianjin.apps.desk import selectors
from qianjin.apps.desk.choices import Act
from qianjin.apps.desk.refusals import ChangedMeanwhile
from qianjin.faces.gate import to
from qianjin.faces.gate.files import limits
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page
from qianjin.ui.shapes import Change
from qianjin.units.refusals import BadInput, NotAllowed, Refusal, WrongState

from .helping import SPEAKING
from .request import in_drawer, is_drawer
from .request_page import draft_key
from .request_words import kind_words

Given = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Doing:
    """What is particular about one act."""

    act: Act
    form: Callable[..., Any]
    """Makes the form from (data, files, initial=…) for a request."""
    do: Callable[[ParkRequest, Any, Given], Any]
    button: Any
    done: Any
    """What is said when it is done."""
    template: str = "web/desk/request_act.html"
    compare: Callable[[Any, Any], Sequence[Change]] = lambda _row, _form: ()
    """Field by field, what the other person chose and what this one did."""


def run(request: ParkRequest, number: str, doing: Doing) -> HttpResponse:
    """Show the form, or do what it says."""
    row = selectors.get_request_for(request.actor, number)
    if request.method != "POST":
        return _open(request, row, doing)
    form = doing.form(request, row, request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, row, doing, form, 422)
    try:
        doing.do(request, row, form.cleaned_data)
    except BadInput as refusal:
        blame(form, refusal)
        return _show(request, row, doing, form, 422)
    except ChangedMeanwhile as refusal:
        return _conflict(request, number, doing, form, refusal)
    except WrongState as refusal:
        return _show(request, row, doing, form, refusal.status, barred=str(refusal))
    return _done(request, row, doing)


def _open(request: ParkRequest, row: Any, doing: Doing) -> HttpResponse:
    """The form, or a clear sentence when the act is not open now."""
    barred = selectors.act_barred(request.actor, row, doing.act, at=timezone.now())
    if barred is not None and issubclass(barred, NotAllowed):
        raise barred
    form = doing.form(request, row)
    status = barred.status if barred is not None else 200
    return _show(request, row, doing, form, status, barred=str(barred()) if barred else "")


def _show(
    request: ParkRequest, row: Any, doing: Doing, form: Any, status: int = 200, **more: Any
) -> HttpResponse:
    is_answer = request.method == "POST" and request.headers.get("HX-Request")
    part = "#answer" if is_answer else "#act" if is_drawer(request) else ""
    context = {
        **about(request, row),
        "act": doing.act,
        "speaks": doing.act in SPEAKING,
        "button": doing.button,
        "url": to(request, f"web:request_{doing.act.name.lower()}", row.number),
        "form": form,
        # After an error one still builds on what one saw; only a conflict shown moves it on.
        "version": request.POST.get("version", row.version),
        "draft": draft_key(row.number, doing.act),
        "lost_files": bool(request.FILES) and not is_answer,
        "is_posted": request.method == "POST",
        **more,
    }
    if not context.get("barred") and request.method != "POST":
        context["kept"] = _kept(request, context["draft"])
    return page(request, doing.template + part, context, status=status)


def about(request: ParkRequest, row: Any) -> Given:
    """What a form about a request stands in: the matter beside it, the way back."""
    back = to(request, "web:request", row.number)
    return {
        "r": row,
        "kind": kind_words(row.kind, row.subkind),
        "back": back,
        "limits": limits(),
        "in_drawer": in_drawer(request),
        "is_over_itself": _is_over_itself(request, back),
    }


def _kept(request: ParkRequest, key: str) -> str:
    """The draft the server holds, as the form's script reads it."""
    draft = accounts.draft_of(request.actor, key)
    if draft is None:
        return ""
    kept = {"at": draft.saved_at.isoformat(), "fields": draft.data}
    return json.dumps(kept, ensure_ascii=False)


def _conflict(
    request: ParkRequest, number: str, doing: Doing, form: Any, refusal: Refusal
) -> HttpResponse:
    """Somebody else was first: what they did, what was typed here, and the choice."""
    row = selectors.get_request_for(request.actor, number)
    barred = selectors.act_barred(request.actor, row, doing.act, at=timezone.now())
    return _show(
        request,
        row,
        doing,
        form,
        refusal.status,
        version=row.version,
        others=refusal.params["changes"],
        compared=doing.compare(row, form),
        barred=str(barred()) if barred else "",
    )


def _is_over_itself(request: ParkRequest, back: str) -> bool:
    """Whether the drawer stands over the page of the very request it speaks of."""
    return urlsplit(request.headers.get("HX-Current-URL", "")).path == back


def _done(request: ParkRequest, row: Any, doing: Doing) -> HttpResponse:
    """Back to the request, in the window or in the drawer in which the form stood."""
    people.forget_draft(by=request.actor, key=draft_key(row.number, doing.act))
    return go_back(request, row, str(doing.done), query=f"?done={doing.act.value}")


def go_back(request: ParkRequest, row: Any, said: str, *, query: str = "") -> HttpResponse:
    """Show the request again after an act, in the window or in the drawer, and say it is done."""
    messages.success(request, said)
    back = to(request, "web:request", row.number)
    address = f"{back}{query}"
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(address, status=303)
    response = HttpResponse()
    if in_drawer(request) and not _is_over_itself(request, back):
        # The list stays where it is; the drawer over it shows the request again.
        where = {"path": address, "target": "#drawer-body", "swap": "innerHTML", "push": "false"}
        response["HX-Location"] = json.dumps(where)
    else:
        response["HX-Redirect"] = address
    return response
