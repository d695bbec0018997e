"""Acts that reach further, or less far, than the right their address is classified by."""

from __future__ import annotations

WIDER: dict[str, str] = {
    "portal:scheme_fill": "of any scheme in force, for one's own enterprise alone",
    "portal:scheme_claim": "of any scheme in force, for one's own enterprise alone",
    "web:scheme_tell": "of any scheme; it reaches the enterprises in one's care alone",
    # Address -> why its POST reaches further than the right it is classified by.
    **dict.fromkeys(
        ("web:request_link", "web:link_undo", "api:link", "api:undo_link"),
        "whoever may note on both and works on requests, not only whose they are",
    ),
    "web:prospect_ties": "any officer who courts may say who knows whom, of any contact",
    "web:enterprise_note": "any officer who keeps enterprises adds to the thread of any of them",
}
NARROWER: dict[str, str] = {
    # Address -> why its POST reaches less far than the right it is classified by.
    "api:supply": "whoever handles the request or speaks for the enterprise, not whoever sees it",
    "web:enterprise_figures": "read by whoever sees the enterprise, entered by who edits it",
    **dict.fromkeys(
        ("web:acquisition_edit", "web:acquisition_stop", "web:acquisition_village"),
        "the office's alone; a liaison enters what happens in the own village",
    ),
    **dict.fromkeys(
        (
            "web:project_room",
            "web:project_receptions",
            "web:project_review",
            "web:project_promises",
            "web:project_trip",
        ),
        "read by whoever sees the project, acted on by whoever carries it on",
    ),
    "web:parcel_change_withdraw": "whoever proposed it, not whoever may propose",
    "web:contact": "the page is for whoever sees the enterprise, changing it for who edits it",
}
