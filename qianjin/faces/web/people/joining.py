"""Taking up an invitation: a new account, or one the person has."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.enterprises import services as enterprises
from qianjin.faces.gate import ANYONE, acts
from qianjin.faces.gate.forms import blame
from qianjin.units.refusals import BadInput, Missing

from .forms import JoinForm


@acts(ANYONE, thing="invitation_token", side="any")
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation; take it up with a new account."""
    try:
        invitation = accounts.open_invitation(token, at=timezone.now())
    except Missing:
        return _over(request, token)
    known = {"name": invitation.name, "phone": invitation.phone, "email": invitation.email}
    form = JoinForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            return _with_new_account(request, token, form)
        except BadInput as refusal:
            blame(form, refusal)
    context = {"invitation": invitation, "form": form, "token": token}
    return render(request, "web/people/join.html", context, status=422 if form.errors else 200)


def _with_new_account(request: HttpRequest, token: str, form: JoinForm) -> HttpResponse:
    invitation, user = enterprises.join(
        token=token, at=timezone.now(), language=translation.get_language(), **form.cleaned_data
    )
    login(request, user)
    request.session["park"] = invitation.park.slug
    return redirect("home")


@acts(ANYONE, thing="invitation_token", side="any")
def join_as_me(request: HttpRequest, token: str) -> HttpResponse:
    """Take an invitation up with the account that is signed in."""
    if request.method != "POST" or not request.user.is_authenticated:
        return redirect("join", token)
    invitation, _user = enterprises.join(token=token, at=timezone.now(), user=request.user)
    request.session["park"] = invitation.park.slug
    return redirect("home")


def _over(request: HttpRequest, token: str) -> HttpResponse:
    """Say why a link opens no more; a link never given out is simply not there."""
    invitation = accounts.settled_invitation(token)
    if invitation is None:
        raise Missing
    return render(request, "web/people/join_over.html", {"invitation": invitation}, status=410)
