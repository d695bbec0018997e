"""办理 What an officer does with a request: accept, answer, ask, resolve, note, archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.choices import Act, Channel
from qianjin.apps.desk.refusals import NotYetArchivable
from qianjin.apps.parks import selectors as parks
from qianjin.faces.gate import acts
from qianjin.faces.gate.requests import ParkRequest
from qianjin.units.refusals import Missing

from . import request_forms as forms
from .act_frame import Doing, run


def _form(
    kind: type[forms.ActForm], initial: Callable[[ParkRequest, Any], dict[str, Any]] | None = None
) -> Callable[..., forms.ActForm]:
    """A maker of forms that need nothing but the request they speak of."""

    def make(request: ParkRequest, row: Any, data: Any = None, files: Any = None) -> Any:
        begun = initial(request, row) if initial and data is None else {}
        return kind(data, files, initial=begun)

    return make


def _by(verb: Callable[..., Any], **fixed: Any) -> Callable[..., Any]:
    """A verb of the desk, done by whoever is signed in, now."""

    def do(request: ParkRequest, row: Any, given: dict[str, Any]) -> Any:
        return verb(request=row, by=request.actor, at=timezone.now(), **fixed, **given)

    return do


def _without_version(verb: Callable[..., Any]) -> Callable[..., Any]:
    """A verb that adds to a request and overwrites nothing: nobody can be in its way."""

    def do(request: ParkRequest, row: Any, given: dict[str, Any]) -> Any:
        given = {name: value for name, value in given.items() if name != "version"}
        return verb(request=row, by=request.actor, at=timezone.now(), **given)

    return do


def _by_phone(_request: ParkRequest, _row: Any) -> dict[str, Any]:
    return {"channel": Channel.PHONE.value}


def _milestone(_request: ParkRequest, row: Any) -> dict[str, Any]:
    return {"milestone": row.milestone, "milestone_on": row.milestone_on}


def _like(request: ParkRequest, _row: Any) -> dict[str, Any]:
    """The answer a like request got, to begin with: ``?like=`` names it."""
    number = request.GET.get("like", "")
    if not number:
        return {}
    try:
        return {"words": selectors.answer_of(request.actor, number)}
    except Missing:
        return {}


def _resolve_form(request: ParkRequest, row: Any, data: Any = None, files: Any = None) -> Any:
    """办结: while others are still at their parts, it asks why one does not wait for them."""
    begun = _like(request, row) if data is None else {}
    names = selectors.open_part_names(row)
    return forms.ResolveForm(data, files, initial=begun, waits_for=names)


def _share_form(request: ParkRequest, row: Any, data: Any = None, files: Any = None) -> Any:
    units = [unit for unit in parks.units_of(row.park_id) if unit.pk != row.unit_id]
    begun = {} if data is not None else {"days": row.profile.part_days}
    return forms.ShareForm(data, files, initial=begun, units=units)


def _return_form(request: ParkRequest, row: Any, data: Any = None, files: Any = None) -> Any:
    units = [unit for unit in parks.units_of(row.park_id) if unit.pk != row.unit_id]
    return forms.ReturnForm(data, files, units=units)


ACCEPT = Doing(
    Act.ACCEPT,
    _form(forms.AcceptForm, _by_phone),
    _by(services.accept),
    pgettext_lazy("button", "Accept it"),
    _("Accepted. The enterprise has been told."),
)
CONTACT = Doing(
    Act.CONTACT,
    _form(forms.ContactForm, _by_phone),
    _by(services.contact),
    pgettext_lazy("button", "Note the contact"),
    _("The contact is noted."),
)
REPLY = Doing(
    Act.REPLY,
    _form(forms.AnswerForm, _like),
    _by(services.reply),
    pgettext_lazy("button", "Send the reply"),
    _("Sent to the enterprise."),
)
PLAN = Doing(
    Act.PLAN,
    _form(forms.AnswerForm, _like),
    _by(services.reply, is_plan=True),
    pgettext_lazy("button", "Send the plan"),
    _("The enterprise has the plan."),
)
ASK_MATERIAL = Doing(
    Act.ASK_MATERIAL,
    _form(forms.AskMaterialForm),
    _by(services.ask_material),
    pgettext_lazy("button", "Ask and pause the clock"),
    _("Asked. The clocks stand still until the material is here."),
)
SUPPLY = Doing(
    Act.SUPPLY,
    _form(forms.SupplyForm),
    _without_version(services.supply_material),
    pgettext_lazy("button", "Enter it and go on"),
    _("Entered. The clocks go on."),
)
GO_ON = Doing(
    Act.GO_ON,
    _form(forms.GoOnForm),
    _by(services.go_on_without),
    pgettext_lazy("button", "Let the clock go on"),
    _("The clocks go on."),
)
SHARE = Doing(
    Act.SHARE,
    _share_form,
    _by(services.share),
    pgettext_lazy("button", "Ask for help"),
    _("Asked. Each unit has a clock of its own."),
)
RETURN = Doing(
    Act.RETURN,
    _return_form,
    _by(services.return_request),
    pgettext_lazy("button", "Return it"),
    _("The dispatcher rules on it; until then it stays with you."),
)
EXTEND = Doing(
    Act.EXTEND,
    _form(forms.ExtendForm),
    _by(services.ask_extension),
    pgettext_lazy("button", "Ask for more time"),
    _("Asked. Until it is granted the time promised stands."),
)
CHASE = Doing(
    Act.CHASE,
    _form(forms.ChaseForm),
    _without_version(services.chase),
    pgettext_lazy("button", "Chase it"),
    _("They have been told."),
)
RESOLVE = Doing(
    Act.RESOLVE,
    _resolve_form,
    _by(services.resolve),
    pgettext_lazy("button", "Resolve it"),
    _("Resolved. The enterprise has been asked for its rating."),
)
LONG_CASE = Doing(
    Act.LONG_CASE,
    _form(forms.LongCaseForm),
    _by(services.make_long_case),
    pgettext_lazy("button", "Make it a long case"),
    _("A long case now; the enterprise knows the next milestone."),
)
INTERIM = Doing(
    Act.INTERIM,
    _form(forms.LongCaseForm, _milestone),
    _by(services.answer_interim),
    pgettext_lazy("button", "Send the interim answer"),
    _("Sent to the enterprise."),
)
MILESTONE = Doing(
    Act.MILESTONE,
    _form(forms.MilestoneForm, _milestone),
    _by(services.set_milestone),
    pgettext_lazy("button", "Move the milestone"),
    _("The milestone has moved."),
)
NOTE = Doing(
    Act.NOTE,
    _form(forms.NoteForm),
    _without_version(services.note),
    pgettext_lazy("button", "Keep the note"),
    _("Noted inside the office."),
)


def _archive(request: ParkRequest, row: Any, given: dict[str, Any]) -> None:
    at = timezone.now()
    if not services.archive(request=row, by=request.actor, at=at):
        raise selectors.act_barred(request.actor, row, Act.ARCHIVE, at=at) or NotYetArchivable


ARCHIVE = Doing(
    Act.ARCHIVE,
    _form(forms.ArchiveForm),
    _archive,
    pgettext_lazy("button", "Archive it"),
    _("Archived."),
)


@acts("request.handle", thing="request")
def accept(request: ParkRequest, number: str) -> HttpResponse:
    """受理, with the first contact in the same act."""
    return run(request, number, ACCEPT)


@acts("request.handle", thing="request")
def contact(request: ParkRequest, number: str) -> HttpResponse:
    """首次联系: keeps the promise to respond."""
    return run(request, number, CONTACT)


@acts("request.handle", thing="request")
def reply(request: ParkRequest, number: str) -> HttpResponse:
    """答复."""
    return run(request, number, REPLY)


@acts("request.handle", thing="request")
def plan(request: ParkRequest, number: str) -> HttpResponse:
    """给出方案: keeps the promise to plan."""
    return run(request, number, PLAN)


@acts("request.handle", thing="request")
def ask_material(request: ParkRequest, number: str) -> HttpResponse:
    """请企业补件: the clocks stand still."""
    return run(request, number, ASK_MATERIAL)


@acts("request.handle", thing="request")
def supply(request: ParkRequest, number: str) -> HttpResponse:
    """代收补件: the clocks go on."""
    return run(request, number, SUPPLY)


@acts("request.handle", thing="request")
def go_on(request: ParkRequest, number: str) -> HttpResponse:
    """恢复计时, although nothing came."""
    return run(request, number, GO_ON)


@acts("request.handle", thing="request")
def share(request: ParkRequest, number: str) -> HttpResponse:
    """请协办: one lead, any number of co-handlers."""
    return run(request, number, SHARE)


@acts("request.handle", thing="request")
def give_back(request: ParkRequest, number: str) -> HttpResponse:
    """退单, within a working day of receipt."""
    return run(request, number, RETURN)


@acts("request.handle", thing="request")
def extend(request: ParkRequest, number: str) -> HttpResponse:
    """申请延期, a working day before it is due."""
    return run(request, number, EXTEND)


@acts("request.chase", thing="request")
def chase(request: ParkRequest, number: str) -> HttpResponse:
    """催办、督办 by hand."""
    return run(request, number, CHASE)


@acts("request.handle", thing="request")
def resolve(request: ParkRequest, number: str) -> HttpResponse:
    """办结: keeps every promise and asks for a rating."""
    return run(request, number, RESOLVE)


@acts("request.handle", thing="request")
def long_case(request: ParkRequest, number: str) -> HttpResponse:
    """转长办件."""
    return run(request, number, LONG_CASE)


@acts("request.handle", thing="request")
def interim(request: ParkRequest, number: str) -> HttpResponse:
    """滚动答复."""
    return run(request, number, INTERIM)


@acts("request.handle", thing="request")
def milestone(request: ParkRequest, number: str) -> HttpResponse:
    """改下一节点."""
    return run(request, number, MILESTONE)


@acts("request.note", thing="request")
def note(request: ParkRequest, number: str) -> HttpResponse:
    """内部备注."""
    return run(request, number, NOTE)


@acts("request.handle", thing="request")
def archive(request: ParkRequest, number: str) -> HttpResponse:
    """归档."""
    return run(request, number, ARCHIVE)
