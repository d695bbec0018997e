"""Our types and states in GeoReport's words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.desk.choices import SUBKINDS, RequestKind, RequestStatus
from qianjin.apps.desk.selectors import Reported
from qianjin.units.refusals import Missing

ATTRIBUTE = "subkind"


def services() -> list[dict[str, Any]]:
    """The twenty types, each with whether there is a sub-type to choose."""
    return [_service(kind) for kind in RequestKind]


def _service(kind: RequestKind) -> dict[str, Any]:
    choices = [str(label) for _code, label in SUBKINDS.get(kind, ())]
    return {
        "service_code": kind.value,
        "service_name": str(kind.label),
        "description": "、".join(dict.fromkeys(choices)) or str(kind.label),
        "metadata": "true" if choices else "false",
        "type": "realtime",
        "keywords": ",".join(dict.fromkeys(choices)),
        "group": _("Requests of enterprises"),
    }


def definition(code: str) -> dict[str, Any]:
    """
    What may be said of a service beyond its words: the sub-type.

    :raises Missing: no such service.
    """
    if code not in RequestKind.values:
        raise Missing
    values = [
        {"key": key, "name": str(label)} for key, label in dict(SUBKINDS.get(code, ())).items()
    ]
    attribute = {
        "variable": "true",
        "code": ATTRIBUTE,
        "datatype": "singlevaluelist",
        "required": "false",
        "datatype_description": _("Choose what comes nearest; the office may correct it."),
        "order": "1",
        "description": _("Sub-type"),
        "values": values,
    }
    return {"service_code": code, "attributes": [attribute] if values else []}


def service_request(row: Reported, media_url: str = "") -> dict[str, Any]:
    """A request; the specification's fields that we have nothing for are empty, not left out."""
    request = row.request
    kind = RequestKind(request.kind) if request.kind else None
    return {
        "service_request_id": request.number,
        "status": "open" if row.is_open else "closed",
        "status_notes": str(RequestStatus(request.status).label),
        "service_name": str(kind.label) if kind else "",
        "service_code": kind.value if kind else "",
        "description": request.body,
        "agency_responsible": row.unit,
        "service_notice": "",
        "requested_datetime": moment(request.opened_at),
        "updated_datetime": moment(row.updated_at),
        "expected_datetime": moment(request.next_due_at),
        "address": request.place or row.enterprise,
        "address_id": str(request.enterprise_id),
        "zipcode": "",
        "lat": "",
        "long": "",
        "media_url": media_url,
    }


def moment(at: datetime | None) -> str:
    """W3C form with an offset, whole seconds."""
    return timezone.localtime(at).replace(microsecond=0).isoformat() if at else ""
