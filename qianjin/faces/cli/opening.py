"""``qianjin open-park``: a park of its own, ready for its administrator to sign in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from qianjin.faces.cli.options import Data, Language, load_django, speak
from qianjin.installation.words import N_, InstallationError, say, terminal_language

Slug = Annotated[
    str, typer.Option("--slug", help=say(N_("The short name in addresses: small letters.")))
]
NameZh = Annotated[str, typer.Option("--name-zh", help=say(N_("The Chinese name.")))]
NameEn = Annotated[str, typer.Option("--name-en", help=say(N_("The English name.")))]
Admin = Annotated[
    str, typer.Option("--admin", help=say(N_("The administrator, by the name to sign in with.")))
]
AdminName = Annotated[
    str, typer.Option("--admin-name", help=say(N_("The administrator's own name.")))
]
Prefix = Annotated[
    str, typer.Option("--prefix", help=say(N_("What stands before the numbers of documents.")))
]
Address = Annotated[str, typer.Option("--address", help=say(N_("Where the park is.")))]
OpenedOn = Annotated[
    datetime | None,
    typer.Option("--opened-on", formats=["%Y-%m-%d"], help=say(N_("The day the park opened."))),
]


def open_park(
    slug: Slug,
    name_zh: NameZh,
    admin: Admin,
    name_en: NameEn = "",
    admin_name: AdminName = "",
    prefix: Prefix = "",
    address: Address = "",
    opened_on: OpenedOn = None,
    data: Data = None,
    language: Language = None,
) -> None:
    """Open it whole or not at all; a park that is open already is left as it is."""
    load_django()
    from django.conf import settings
    from django.utils import timezone, translation

    from qianjin.faces.cli.ready import pending_migrations
    from qianjin.journeys.open_park import open_park as open_now
    from qianjin.units.refusals import Refusal

    if pending_migrations():
        raise InstallationError(N_("The tables are not ready. Run first: qianjin migrate"))
    if _stands(slug, name_zh, admin):
        return
    with translation.override(terminal_language()):
        try:
            opened = open_now(
                slug=slug,
                name_zh=name_zh,
                name_en=name_en,
                admin=admin,
                admin_name=admin_name,
                number_prefix=prefix,
                address=address,
                opened_on=opened_on.date() if opened_on else None,
                at=timezone.now(),
            )
        except Refusal as refusal:
            for problem in _problems(refusal):
                typer.echo(problem, err=True)
            raise typer.Exit(1) from refusal
    speak(N_("%(name)s is open: %(url)s"), name=name_zh, url=f"{settings.SITE_URL}/{slug}/")
    if opened.password:
        speak(
            N_("Sign in as %(name)s with %(password)s; shown once, to be changed at once."),
            name=opened.admin.username,
            password=opened.password,
        )
    else:
        speak(N_("%(name)s administers it and signs in as before."), name=opened.admin.username)


def _stands(slug: str, name_zh: str, admin: str) -> bool:
    """
    Whether this very park is open already; says so.

    :raises InstallationError: the short name belongs to another park, or another person
        administers this one.
    """
    from django.utils import timezone

    from qianjin.apps.accounts.selectors import account_named, actor_of
    from qianjin.apps.parks.selectors import park_by_slug
    from qianjin.units.refusals import Missing

    try:
        park = park_by_slug(slug)
    except Missing:
        return False
    if park.name_zh != name_zh.strip():
        raise InstallationError(
            N_("The short name %(slug)s belongs to %(name)s. Choose another with --slug."),
            slug=slug,
            name=park.name_zh,
        )
    try:
        actor = actor_of(
            user=account_named(admin.strip()), park=park, on=timezone.localdate(timezone.now())
        )
        administers = "park_admin" in actor.roles
    except Missing:
        administers = False
    if not administers:
        raise InstallationError(
            N_(
                "%(park)s is open already and %(name)s does not administer it. "
                "Its administrators invite others on the page Invitations."
            ),
            park=park.name_zh,
            name=admin,
        )
    speak(
        N_("%(park)s is open already and %(name)s administers it; nothing was done."),
        park=park.name_zh,
        name=admin,
    )
    return True


def _problems(refusal: Exception) -> list[str]:
    """What is wrong with which word, or the refusal itself."""
    found = [
        str(problem) for problems in getattr(refusal, "fields", {}).values() for problem in problems
    ]
    return found or [str(refusal)]
