"""裁定 Returns for the dispatcher, extensions for the head: what waits and what was ruled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.hands import ReturnReason, RulingStatus
from qianjin.apps.parks import selectors as parks
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame, words_field
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page
from qianjin.ui.shapes import NavItem
from qianjin.units.refusals import BadInput, Missing

from . import words
from .act_frame import about, go_back
from .request import is_drawer

COUNTED_DAYS = 90
VERDICTS = (
    ("grant", pgettext_lazy("ruling", "Grant it")),
    ("refuse", pgettext_lazy("ruling", "Refuse it")),
)


class RuleForm(forms.Form):
    """裁定: granted or not, with a word; refusing needs one."""

    verdict = forms.ChoiceField(
        label=_("Ruling"), widget=forms.RadioSelect, choices=VERDICTS, initial="grant"
    )
    words = words_field(
        _("Words of the ruling"), rows=3, required=False, help_text=_("Needed when you refuse.")
    )


class RuleReturnForm(RuleForm):
    """退单裁定: and to whom it goes."""

    unit = forms.TypedChoiceField(
        label=_("Who is to have it"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, units: list[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self._units = {unit.pk: unit for unit in units}
        field: Any = self.fields["unit"]
        field.choices = [("", "—"), *((unit.pk, unit.name) for unit in units)]

    def clean(self) -> dict[str, Any]:
        """Hand the unit itself on."""
        given: dict[str, Any] = super().clean() or {}
        given["unit"] = self._units.get(given.get("unit"))
        return given


@endpoint(Capability.REQUEST_SEE)
def returns(request: ParkRequest) -> HttpResponse:
    """退单: what waits for a ruling or was ruled, and how often each unit returns."""
    only_open = _only_open(request, Capability.RETURN_RULE)
    found = selectors.returns_page(
        request.actor, cursor=request.GET.get("cursor", ""), open_only=only_open
    )
    since = timezone.now() - timedelta(days=COUNTED_DAYS)
    more = {
        "counts": selectors.return_counts(request.actor, since=since),
        "days": COUNTED_DAYS,
        "is_returns": True,
    }
    return _list(request, found, "web:return_rule", only_open=only_open, **more)


@endpoint(Capability.REQUEST_SEE)
def extensions(request: ParkRequest) -> HttpResponse:
    """延期: what waits for approval or was ruled."""
    only_open = _only_open(request, Capability.REQUEST_HANDLE)
    found = selectors.extensions_page(
        request.actor, cursor=request.GET.get("cursor", ""), open_only=only_open
    )
    return _list(request, found, "web:extension_rule", only_open=only_open, is_returns=False)


def _only_open(request: ParkRequest, right: str) -> bool:
    """Whoever rules begins with what waits for them; the others read what there is."""
    return request.actor.may(right) and request.GET.get("tab") != "all"


def _list(
    request: ParkRequest, found: Any, rule: str, *, only_open: bool, **more: Any
) -> HttpResponse:
    address, tab = words.addresses(request), "open" if only_open else "all"
    context = {
        "lines": [
            {
                "row": row,
                "url": address(row.number),
                "status": RulingStatus(row.status).label,
                "tone": RulingStatus(row.status).tone,
                "reason": ReturnReason(row.reason).label if row.reason else "",
                "rule_url": to(request, _of(rule, row), row.id) if row.may_rule else "",
            }
            for row in found.rows
        ],
        "tabs": _tabs(request, tab) if _may_rule(request, rule) else (),
        "newer": f"?tab={tab}&cursor={found.newer}" if found.newer else "",
        "older": f"?tab={tab}&cursor={found.older}" if found.older else "",
        "only_open": only_open,
        **more,
    }
    part = "#rows" if request.headers.get("HX-Target") == "ruling-rows" else ""
    return page(request, "web/desk/rulings.html" + part, context)


def _may_rule(request: ParkRequest, rule: str) -> bool:
    is_return = rule == "web:return_rule"
    return request.actor.may(Capability.RETURN_RULE if is_return else Capability.REQUEST_HANDLE)


def _of(rule: str, row: Any) -> str:
    """More time for a part is ruled on by the lead, on a page of its own."""
    is_time_of_part = rule == "web:extension_rule" and row.is_part
    return "web:part_extension_rule" if is_time_of_part else rule


def _tabs(request: ParkRequest, tab: str) -> list[NavItem]:
    waiting, all_ = pgettext_lazy("tab", "To be ruled on"), pgettext_lazy("tab", "All")
    return [
        NavItem(label=str(waiting), url="?tab=open", active=tab == "open"),
        NavItem(label=str(all_), url="?tab=all", active=tab == "all"),
    ]


@acts("return.rule", thing="return")
def rule_return(request: ParkRequest, pk: int) -> HttpResponse:
    """退单裁定: final."""
    row = selectors.return_for(request.actor, pk)
    units = [unit for unit in parks.units_of(row.park_id) if unit.pk != row.unit_id]
    begun = {"unit": row.proposed_id}
    form = RuleReturnForm(request.POST or None, initial=begun, units=units)

    def rule(given: dict[str, Any]) -> None:
        is_granted = given.pop("verdict") == "grant"
        by, at = request.actor, timezone.now()
        services.rule_return(returned=row, is_granted=is_granted, by=by, at=at, **given)

    return _rule(request, row, form, rule, "web:return_rule")


@acts("extension.rule", thing="extension")
def rule_extension(request: ParkRequest, pk: int) -> HttpResponse:
    """延期审批."""
    return _rule_extension(request, pk, "web:extension_rule")


@acts("request.handle", thing="part_extension")
def rule_part_extension(request: ParkRequest, pk: int) -> HttpResponse:
    """协办延期审批, by the lead."""
    return _rule_extension(request, pk, "web:part_extension_rule")


def _rule_extension(request: ParkRequest, pk: int, url_name: str) -> HttpResponse:
    row = selectors.extension_for(request.actor, pk)
    if (row.part is not None) != (url_name == "web:part_extension_rule"):
        raise Missing
    form = RuleForm(request.POST or None)

    def rule(given: dict[str, Any]) -> None:
        is_granted = given.pop("verdict") == "grant"
        by, at = request.actor, timezone.now()
        services.rule_extension(extension=row, is_granted=is_granted, by=by, at=at, **given)

    return _rule(request, row, form, rule, url_name)


def _rule(
    request: ParkRequest, row: Any, form: forms.Form, rule: Any, url_name: str
) -> HttpResponse:
    """Show what is asked for with the form, or rule."""
    if request.method == "POST" and form.is_valid():
        try:
            rule(form.cleaned_data)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            return go_back(request, row.request, str(_("Ruled. Both sides have been told.")))
    is_return = url_name == "web:return_rule"
    label = _("Rule on the return") if is_return else _("Rule on more time")
    is_answer = request.method == "POST" and request.headers.get("HX-Request")
    context = {
        **about(request, row.request),
        "act": {"label": label},
        "ruled": row,
        "reason": ReturnReason(row.reason).label if is_return else "",
        "button": pgettext_lazy("button", "Rule so"),
        "url": to(request, url_name, row.pk),
        "form": form,
        "is_posted": request.method == "POST",
    }
    piece = "#answer" if is_answer else "#act" if is_drawer(request) else ""
    status = 422 if form.errors else 200
    return page(request, "web/desk/request_act.html" + piece, context, status=status)
