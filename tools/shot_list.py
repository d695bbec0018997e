"""What is photographed for the guide: the pages, who looks at them, in which size and language."""

from __future__ import annotations

from dataclasses import dataclass

from tools.shot_steps import (
    Step,
    drawn,
    enter_a_twin,
    paste_a_card,
    send_a_table,
    send_schemes,
    sort_at_once,
    taken_along,
)

DESK, PHONE, BOTH = ("desk",), ("phone",), ("desk", "phone")
ZH, EN_TOO = ("zh",), ("zh", "en")


@dataclass(frozen=True, slots=True)
class Shot:
    """One page: its name, who looks, where, on which screens and in which languages."""

    name: str
    who: str
    path: str
    sizes: tuple[str, ...] = DESK
    languages: tuple[str, ...] = ZH
    link: str = ""
    """A pattern of the link on the page to follow first, for pages of one object."""
    then: str = ""
    """What to add to the address of that object for the page of one act on it."""
    click: str = ""
    """What to press before the picture is taken, as a selector."""
    first: Step | None = None
    """What to do before the page is opened."""
    last: Step | None = None
    """What to do on the page before the picture is taken."""
    scroll: str = ""
    """What to bring to the top of the screen, as a selector."""

    @property
    def pictures(self) -> list[tuple[str, str]]:
        """Each size with each language."""
        return [(size, language) for size in self.sizes for language in self.languages]


NUMBER = r"\d{4}-\d{4}-\d+"
REQUEST, FIRM = rf"/requests/{NUMBER}/", r"/enterprises/\d+/"
OPEN, FIRMS = "/qianjin/requests/", "/qianjin/enterprises/"
DRIVE, PORTAL_DRIVES = "/qianjin/drives/1/", "/qianjin/portal/drives/"
TALKED = "/qianjin/projects/?tab=all&words=商用无人机"
SHOTS = (
    # investment projects
    Shot("projects", "yeting", "/qianjin/projects/", BOTH, EN_TOO),
    Shot("project-board", "zhouheng", "/qianjin/projects/board/", BOTH),
    Shot(
        "project",
        "zhouheng",
        "/qianjin/projects/?tab=all&words=高温合金",
        BOTH,
        EN_TOO,
        link=r"/projects/\d+/",
    ),
    Shot("project-room", "zhouheng", TALKED, link=r"/projects/\d+/", then="room/"),
    Shot("project-sign", "zhouheng", TALKED, link=r"/projects/\d+/", then="sign/"),
    Shot("project-ahead", "zhouheng", "/qianjin/projects/ahead/", BOTH),
    # acquisition, listing and sites
    Shot("clearing", "luoyichuan", "/qianjin/clearing/", BOTH, EN_TOO),
    Shot("acquisition", "luoyichuan", "/qianjin/clearing/parcels/", BOTH, link=r"/clearing/\d+/"),
    Shot(
        "clearing-part", "liaison-linpu", "/qianjin/clearing/1/", BOTH, link=r"/clearing/parts/\d+/"
    ),
    Shot("clearing-ready", "luoyichuan", "/qianjin/clearing/ready/", BOTH, EN_TOO),
    Shot("listings", "luoyichuan", "/qianjin/listings/", DESK),
    Shot("listing", "luoyichuan", "/qianjin/listings/", BOTH, EN_TOO, link=r"/listings/\d+/"),
    Shot("sites", "songyihang", "/qianjin/sites/", BOTH, EN_TOO),
    Shot("site", "songyihang", "/qianjin/sites/1/", BOTH, EN_TOO),
    # the parcel book
    Shot("delivery", "luoyichuan", "/qianjin/delivery/", BOTH, EN_TOO),
    Shot("delivery-plan", "luoyichuan", "/qianjin/delivery/6/", BOTH, EN_TOO),
    Shot("delivery-if", "luoyichuan", "/qianjin/delivery/6/if/"),
    Shot("delivery-week", "liaison-land-planning", "/qianjin/delivery/week/", BOTH),
    Shot(
        "delivery-letter",
        "liaison-land-planning",
        "/qianjin/delivery/letters/",
        BOTH,
        link=r"/delivery/letters/\d+/",
    ),
    Shot("delivery-network", "gumingzhou", "/qianjin/delivery/network/", DESK, EN_TOO),
    Shot("delivery-measure", "hewei", "/qianjin/delivery/measure/"),
    Shot("parcels", "luoyichuan", "/qianjin/parcels/", BOTH, EN_TOO),
    Shot("barriers", "luoyichuan", "/qianjin/barriers/"),
    Shot("parcel", "luoyichuan", "/qianjin/parcels/?q=QJ-301", BOTH, link=r"/parcels/\d+/"),
    Shot("parcel-change", "hewei", "/qianjin/parcel-changes/4/", BOTH),
    Shot("parcel-survey", "luoyichuan", "/qianjin/parcel-surveys/2/", BOTH),
    Shot("low-use", "luoyichuan", "/qianjin/low-use/"),
    # prospects
    Shot("prospects", "zhouheng", "/qianjin/prospects/", BOTH, EN_TOO),
    Shot("prospect-firms", "zhouheng", "/qianjin/prospects/firms/", DESK, EN_TOO),
    Shot("prospect-firm", "zhouheng", "/qianjin/prospects/firms/", link=r"/prospects/firms/\d+/"),
    Shot(
        "prospect",
        "zhouheng",
        "/qianjin/prospects/?tag=待引荐",
        BOTH,
        EN_TOO,
        link=r"/prospects/\d+/",
    ),
    Shot("prospect-new", "yeting", "/qianjin/prospects/new/", BOTH, EN_TOO, last=paste_a_card),
    Shot("prospect-doubles", "zhouheng", "/qianjin/prospects/doubles/", BOTH, EN_TOO),
    Shot("prospect-imports", "yeting", "/qianjin/prospects/imports/"),
    Shot(
        "prospect-import",
        "yeting",
        "/qianjin/prospects/imports/",
        DESK,
        EN_TOO,
        link=r"/prospects/imports/\d+/",
    ),
    Shot("prospect-campaigns", "zhouheng", "/qianjin/prospects/campaigns/"),
    Shot(
        "prospect-campaign",
        "zhouheng",
        "/qianjin/prospects/campaigns/",
        BOTH,
        EN_TOO,
        link=r"/prospects/campaigns/\d+/",
    ),
    Shot("prospect-handover", "zhouheng", "/qianjin/prospects/handover/"),
    # support schemes
    Shot("schemes", "linyue", "/qianjin/schemes/", BOTH, EN_TOO),
    Shot("scheme", "linyue", "/qianjin/schemes/", link=r"/schemes/\d+/"),
    Shot("scheme-new", "linyue", "/qianjin/schemes/new/"),
    Shot(
        "scheme-matches",
        "linyue",
        "/qianjin/schemes/",
        BOTH,
        EN_TOO,
        link=r"/schemes/\d+/",
        then="enterprises/?verdict=unknown",
    ),
    Shot("claims", "linyue", "/qianjin/claims/", BOTH, EN_TOO),
    Shot("claim", "linyue", "/qianjin/claims/?state=review", link=r"/claims/\d+/"),
    Shot("claim-totals", "auditor", "/qianjin/claims/totals/", DESK, EN_TOO),
    Shot("portal-schemes", "chenlan", "/qianjin/portal/schemes/", PHONE, EN_TOO),
    Shot("portal-claim", "chenlan", "/qianjin/portal/schemes/", PHONE, link=r"/portal/claims/\d+/"),
    # visits
    Shot("visits-coverage", "hewei", "/qianjin/visits/", DESK, EN_TOO),
    Shot("visits-plan", "hewei", "/qianjin/visits/plans/", link=r"/visits/plans/\d+/"),
    Shot("visits-rules", "hewei", "/qianjin/visits/rules/"),
    Shot("visits-matrix", "hewei", "/qianjin/visits/rules/ways/"),
    Shot("visits-round", "yeting", "/qianjin/visits/today/", BOTH),
    Shot("visits-field", "yeting", "/qianjin/visits/field/", PHONE, EN_TOO, last=taken_along),
    Shot("visits-record", "songyihang", "/qianjin/visits/new/?enterprise=3", PHONE),
    Shot("map", "luoyichuan", "/qianjin/map/", BOTH, EN_TOO, last=drawn),
    Shot("map-villages", "luoyichuan", "/qianjin/map/?by=owner", last=drawn),
    Shot("map-background", "hewei", "/qianjin/map/background/"),
    Shot("sign-in", "", "/accounts/login/"),
    Shot("public-scores", "", "/public/qianjin/scores/", BOTH, EN_TOO),
    # what enterprises see
    Shot("portal-home", "chenlan", "/qianjin/portal/", BOTH, EN_TOO),
    Shot("portal-ask", "chenlan", "/qianjin/portal/ask/", PHONE, EN_TOO),
    Shot("portal-requests", "chenlan", "/qianjin/portal/requests/?tab=all", PHONE),
    Shot(
        "portal-request",
        "chenlan",
        "/qianjin/portal/requests/?tab=open",
        PHONE,
        EN_TOO,
        link=rf"/portal/requests/{NUMBER}/",
    ),
    Shot(
        "portal-done",
        "chenlan",
        "/qianjin/portal/requests/?tab=done",
        PHONE,
        link=rf"/portal/requests/{NUMBER}/",
    ),
    # what the office sees
    Shot("today", "linyue", "/qianjin/", BOTH, EN_TOO),
    Shot("requests", "linyue", "/qianjin/requests/", BOTH, EN_TOO),
    Shot("request", "linyue", OPEN, BOTH, EN_TOO, link=REQUEST),
    Shot("triage", "linyue", OPEN, BOTH, EN_TOO, link=REQUEST, then="triage/"),
    Shot("resolve", "linyue", OPEN, link=REQUEST, then="resolve/"),
    Shot("request-new", "linyue", "/qianjin/requests/new/", BOTH, EN_TOO),
    Shot("search", "linyue", "/qianjin/search/?q=%E5%8F%98%E5%8E%8B"),
    Shot("library", "linyue", "/qianjin/library/", BOTH, EN_TOO),
    Shot("article", "linyue", "/qianjin/library/", link=r"/library/articles/\d+/"),
    Shot("canned", "linyue", "/qianjin/library/canned/"),
    Shot("board", "hewei", "/qianjin/board/", BOTH, EN_TOO),
    Shot("scores", "hewei", "/qianjin/scores/", BOTH, EN_TOO),
    Shot("scores-enterprise", "hewei", "/qianjin/scores/?by=enterprise&measure=content"),
    Shot("wall", "hewei", "/qianjin/wall/"),
    Shot("public-settings", "admin", "/qianjin/settings/public/"),
    Shot("thanks", "hewei", "/qianjin/thanks/"),
    Shot("complaints", "linyue", "/qianjin/thanks/?of=complaint", BOTH),
    Shot("returns", "linyue", "/qianjin/returns/", BOTH, EN_TOO),
    Shot("extensions", "hewei", "/qianjin/extensions/", BOTH),
    Shot("cause", "linyue", "/qianjin/causes/", BOTH, EN_TOO, link=r"/causes/\d+/"),
    Shot("linked", "linyue", "/qianjin/returns/", BOTH, EN_TOO, link=REQUEST),
    Shot("merge", "linyue", "/qianjin/returns/", BOTH, link=REQUEST, then="merge/"),
    Shot("split", "linyue", "/qianjin/returns/", BOTH, link=REQUEST, then="split/"),
    Shot("follow-ups", "linyue", "/qianjin/follow-ups/", BOTH, EN_TOO),
    Shot("notices", "linyue", "/qianjin/me/notices/"),
    Shot("profile", "linyue", "/qianjin/me/", BOTH),
    # special actions
    Shot("drives", "hewei", "/qianjin/drives/", BOTH, EN_TOO),
    Shot("drive", "hewei", "/qianjin/drives/", BOTH, EN_TOO, link=r"/drives/\d+/"),
    Shot("drive-answers", "hewei", "/qianjin/drives/", link=r"/drives/\d+/", then="answers/"),
    Shot("drive-resource", "hewei", DRIVE, DESK, EN_TOO, link=r"/drives/resources/\d+/"),
    Shot("drive-target", "yeting", DRIVE, BOTH, link=r"/drives/enterprises/\d+/"),
    Shot("portal-drive", "chenlan", PORTAL_DRIVES, PHONE, EN_TOO, link=r"/portal/drives/\d+/"),
    # the directory
    Shot("enterprises", "linyue", "/qianjin/enterprises/", BOTH, EN_TOO),
    Shot("enterprise", "linyue", FIRMS, BOTH, EN_TOO, link=FIRM),
    Shot("enterprise-edit", "linyue", FIRMS, link=FIRM, then="edit/"),
    Shot("import-new", "linyue", "/qianjin/enterprises/imports/new/"),
    # people and the park
    Shot("people", "linyue", "/qianjin/people/", BOTH),
    Shot("person", "admin", "/qianjin/people/", link=r"/people/\d+/"),
    Shot("absences", "luqinghe", "/qianjin/absences/"),
    Shot("invitations", "admin", "/qianjin/invitations/"),
    Shot("roles", "admin", "/qianjin/roles/", DESK, EN_TOO),
    Shot("calendar", "admin", "/qianjin/calendar/", DESK, EN_TOO),
    Shot("robots", "admin", "/qianjin/channels/", BOTH, EN_TOO),
    Shot("mailbox", "admin", "/qianjin/channels/mailbox/", DESK, EN_TOO),
    Shot("letters", "linyue", "/qianjin/letters/", BOTH, EN_TOO),
    Shot("rules", "admin", "/qianjin/channels/rules/", BOTH, EN_TOO),
    Shot("promises", "admin", "/qianjin/promises/", DESK, EN_TOO),
    Shot("promise", "admin", "/qianjin/promises/qj_135_default/edit/"),
    Shot("settings", "admin", "/qianjin/settings/"),
    Shot("units", "admin", "/qianjin/settings/units/"),
    Shot("duties", "admin", "/qianjin/settings/duties/"),
    Shot("tokens", "linyue", "/qianjin/me/tokens/"),
    # the trail
    Shot("audit", "auditor", "/qianjin/audit/", DESK, EN_TOO),
    Shot("audit-verify", "auditor", "/qianjin/audit/verify/", click="main form button"),
    Shot("audit-entry", "auditor", "/qianjin/audit/", link=r"/audit/\d+/"),
    # for those who build
    Shot("api", "linyue", "/api/v1/docs", DESK, ("en",)),
    Shot("gallery", "", "/ui/", scroll="main h1"),
    # what leaves its mark on the park comes last
    Shot("import", "linyue", "", BOTH, last=send_a_table),
    Shot("scheme-import", "linyue", "", BOTH, last=send_schemes),
    Shot("merges", "linyue", "/qianjin/merges/", first=enter_a_twin),
    Shot("merge", "linyue", "/qianjin/merges/", link=r"/merge/\?with=\d+"),
    Shot("conflict", "linyue", OPEN, link=REQUEST, then="triage/", last=sort_at_once),
)
