"""外壳 What lies in the telephone before anything is taken along: shell, scripts, styles."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest

STYLES = (
    "ui/css/tokens.css",
    "ui/css/tones.css",
    "ui/css/base.css",
    "ui/css/frame.css",
    "ui/css/page.css",
    "ui/css/controls.css",
    "ui/css/forms.css",
    "ui/css/lists.css",
    "ui/css/thread.css",
    "ui/css/figures.css",
    "ui/css/overlays.css",
    "web/request.css",
    "web/visits.css",
    "web/field.css",
)
SCRIPTS = (
    "ui/js/words.js",
    "ui/js/dialog.js",
    "ui/js/store.js",
    "ui/js/pocket.js",
    "web/field/dom.js",
    "web/field/state.js",
    "web/field/post.js",
    "web/field/sync.js",
    "web/field/pages.js",
    "web/field/queue.js",
    "web/field/record.js",
    "web/field/main.js",
)
SENDING = ("ui/js/store.js", "web/field/post.js", "web/field/background.js")
"""What the worker loads where the browser wakes it to send with the page closed."""
PICTURES = (
    "ui/mark.svg",
    "ui/down.svg",
    "ui/icon-180.png",
    "ui/icon-192.png",
    "ui/icon-512.png",
    "ui/icon-mask-512.png",
)
ICONS = (
    ("ui/icon-192.png", "192x192", "any"),
    ("ui/icon-512.png", "512x512", "any"),
    ("ui/icon-mask-512.png", "512x512", "maskable"),
)
SIGNS = (
    "attach",
    "back",
    "camera",
    "check",
    "close",
    "edit",
    "export",
    "info",
    "map",
    "open",
    "phone",
    "refresh",
    "screen",
    "sign_out",
    "user",
    "visit",
    "warn",
)
"""The icons the scripts draw; they are copied out of the shell."""
PAPER, DEEP = "#f6f5f0", "#0f2a33"


@cache
def _sources() -> str:
    names = ("web/field/shell.html", "web/field/worker.js")
    return "".join(get_template(name).template.source for name in names)  # type: ignore[attr-defined]


def kept(request: ParkRequest) -> SafeString:
    """The addresses the service worker keeps, and the name of this edition of them, as JSON."""
    addresses = [static(name) for name in (*STYLES, *SCRIPTS, *PICTURES)]
    edition = sha256("\n".join([*addresses, _sources()]).encode()).hexdigest()[:12]
    told = {
        "name": f"field-{request.park.slug}-{edition}",
        "mine": f"field-{request.park.slug}-",
        "shell": to(request, "web:field"),
        "statics": settings.STATIC_URL,
        "files": addresses,
        "park": request.park.slug,
        "pack": to(request, "web:field_pack"),
        "send": to(request, "web:field_send"),
        "sending": [static(name) for name in SENDING],
        "words": {
            "fieldRefused": _("The office did not accept this record."),
            "fieldPhotoGone": _("This photograph is no longer on the device."),
            "fieldPhotoTorn": _(
                "This photograph did not arrive whole three times; it is kept here."
            ),
        },
    }
    return mark_safe(json.dumps(told, ensure_ascii=True).replace("<", "\\u003c"))


def context(request: ParkRequest) -> dict[str, Any]:
    """The addresses the shell needs; nothing of the person who asks."""
    return {
        "styles": STYLES,
        "icons": SIGNS,
        "park_slug": request.park.slug,
        "park_name": request.park.name,
        "worker_url": to(request, "web:field_worker"),
        "manifest_url": to(request, "web:field_manifest"),
        "pack_url": to(request, "web:field_pack"),
        "send_url": to(request, "web:field_send"),
        "office_url": to(request, "web:round_today"),
        "sign_in_url": f"{reverse('account_login')}?next={to(request, 'web:field')}",
        "sign_out_url": reverse("account_logout"),
    }


def manifest(request: ParkRequest) -> dict[str, Any]:
    """W3C Web Application Manifest: its own window, beginning at today's round."""
    here = to(request, "web:field")
    return {
        "id": here,
        "name": _("Visits in the field · %(park)s") % {"park": request.park.name},
        "short_name": _("Field visits"),
        "start_url": here,
        "scope": here,
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": DEEP,
        "icons": [
            {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
    }
