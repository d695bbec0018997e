from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from qianjin.apps.parks.models import Park
from qianjin.units.refusals import Missing

from .actors import Actor
from .choices import Capability, Role, Scope
from .models import Absence, ApiToken, Draft, Invitation, Membership, Notice, SavedView, User


def current_memberships(*, on: date) -> QuerySet[Membership]:
    """Memberships in force on a day."""
    return Membership.objects.filter(from_on__lte=on).filter(
        Q(until_on__isnull=True) | Q(until_on__gte=on)
    )


def actor_of(*, user: User, park: Park, on: date) -> Actor:
    """
    行为人 Who ``user`` is in ``park`` on a day, deputyships included.

    :raises Missing: this person has no role here; the park answers as if it were not there.
    """
    covered = {
        a.absent_id: a.absent.name
        for a in Absence.objects.filter(
            park=park, deputy=user, from_on__lte=on, until_on__gte=on
        ).select_related("absent")
    }
    rows = list(current_memberships(on=on).filter(park=park, user_id__in=[user.pk, *covered]))
    own = [row for row in rows if row.user_id == user.pk]
    if not own or not user.is_active:
        raise Missing
    ordered = sorted(rows, key=lambda row: row.user_id != user.pk)
    return Actor(
        user_id=user.pk,
        name=user.name,
        park_id=park.pk,
        park_slug=park.slug,
        roles=tuple(dict.fromkeys(row.role for row in ordered)),
        unit_ids=frozenset(row.unit_id for row in rows if row.unit_id),
        acting_for=frozenset(covered),
        acting_names=tuple(covered.values()),
        own_roles=tuple(dict.fromkeys(row.role for row in own)),
        language=user.language,
    )


def parks_of(user: User, *, on: date) -> QuerySet[Park]:
    """The parks in which a person serves today."""
    ids = current_memberships(on=on).filter(user=user).values("park_id")
    return Park.objects.filter(pk__in=ids).order_by("id")


def parks_with_unread(actor: Actor, *, on: date) -> list[tuple[str, str, int]]:
    """The parks in which this person serves today: short name, name, unread notices; one query."""
    unread = (
        Notice.objects.filter(park=OuterRef("pk"), user_id=actor.person_id, read_at=None)
        .order_by()
        .values("park")
        .annotate(n=Count("pk"))
        .values("n")
    )
    serving = current_memberships(on=on).filter(user_id=actor.person_id).values("park_id")
    rows = Park.objects.filter(pk__in=serving).annotate(unread=Subquery(unread)).order_by("id")
    return [(park.slug, park.name, park.unread or 0) for park in rows]


def staff_of(park_id: int, *, on: date) -> QuerySet[Membership]:
    """Everyone on the office's side, with role and unit."""
    return (
        current_memberships(on=on)
        .filter(park_id=park_id)
        .exclude(role=Role.ENTERPRISE_CONTACT)
        .select_related("user", "unit")
        .order_by("unit__position", "user_id")
    )


def people_with(park_id: int, *roles: str, on: date, unit_id: int | None = None) -> list[User]:
    """The people in these roles (of one unit when given), without doubles."""
    rows = current_memberships(on=on).filter(park_id=park_id, role__in=roles)
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    return list(User.objects.filter(pk__in=rows.values("user_id"), is_active=True).order_by("id"))


def deputies_of(park_id: int, user_ids: list[int], *, on: date) -> dict[int, User]:
    """Who stands in for each absent person of the list on a day."""
    rows = Absence.objects.filter(
        park_id=park_id, absent_id__in=user_ids, from_on__lte=on, until_on__gte=on
    ).select_related("deputy")
    return {row.absent_id: row.deputy for row in rows}


def officer_of(park_id: int, user_id: int, *, on: date) -> User:
    """
    A person on the office's side of this park.

    :raises Missing: no such officer here.
    """
    row = staff_of(park_id, on=on).filter(user_id=user_id).first()
    if row is None:
        raise Missing
    return row.user


@dataclass(frozen=True, slots=True)
class PersonRow:
    """同事 One person of the office as the list shows them, with every role held today."""

    id: int
    name: str
    phone: str
    unit: str
    unit_id: int | None
    unit_kind: str
    unit_position: int
    roles: tuple[str, ...]
    sectors: tuple[str, ...]
    deputy: str = ""
    back_on: date | None = None
    stands_in_for: tuple[str, ...] = ()


def people_of(actor: Actor, *, on: date) -> list[PersonRow]:
    """
    Everyone on the office's side, by unit; a person of several units stands under the first.

    Two queries, whatever the number of people.
    """
    absences = list(
        Absence.objects.filter(
            park_id=actor.park_id, from_on__lte=on, until_on__gte=on
        ).select_related("absent", "deputy")
    )
    away = {row.absent_id: row for row in absences}
    covers: dict[int, list[str]] = {}
    for row in absences:
        covers.setdefault(row.deputy_id, []).append(row.absent.name)
    held: dict[int, list[Membership]] = {}
    for membership in staff_of(actor.park_id, on=on).filter(user__is_active=True):
        held.setdefault(membership.user_id, []).append(membership)
    return [_person_row(rows, away, covers) for rows in held.values()]


def _person_row(
    rows: list[Membership], away: dict[int, Absence], covers: dict[int, list[str]]
) -> PersonRow:
    user, unit = rows[0].user, next((row.unit for row in rows if row.unit), None)
    absence = away.get(user.pk)
    return PersonRow(
        id=user.pk,
        name=user.name,
        phone=user.phone,
        unit=unit.name if unit else "",
        unit_id=unit.pk if unit else None,
        unit_kind=unit.kind if unit else "",
        unit_position=unit.position if unit else -1,
        roles=tuple(dict.fromkeys(row.role for row in rows)),
        sectors=tuple(
            dict.fromkeys(code for row in rows for code in row.sectors.split(",") if code)
        ),
        deputy=absence.deputy.name if absence else "",
        back_on=absence.until_on + timedelta(days=1) if absence else None,
        stands_in_for=tuple(covers.get(user.pk, ())),
    )


def person_for(actor: Actor, user_id: int) -> User:
    """
    A person who serves or has served on the office's side of the actor's park.

    :raises Missing: there is none.
    """
    served = Membership.objects.filter(park_id=actor.park_id).exclude(role=Role.ENTERPRISE_CONTACT)
    found = User.objects.filter(pk=user_id, pk__in=served.values("user_id")).first()
    if found is None:
        raise Missing
    return found


def roles_held(actor: Actor, user_id: int) -> list[Membership]:
    """Every role of a person in the actor's park, the present ones first."""
    return list(
        Membership.objects.filter(park_id=actor.park_id, user_id=user_id)
        .select_related("unit")
        .order_by(F("until_on").desc(nulls_first=True), "-from_on", "id")
    )


def membership_for(actor: Actor, membership_id: int) -> Membership:
    """
    One role of somebody of the actor's park.

    :raises Missing: there is none.
    """
    found = (
        Membership.objects.filter(park_id=actor.park_id, pk=membership_id)
        .exclude(role=Role.ENTERPRISE_CONTACT)
        .select_related("user", "unit")
        .first()
    )
    if found is None:
        raise Missing
    return found


def absences_of(actor: Actor, *, from_on: date) -> QuerySet[Absence]:
    """Absences that end on or after a day: the park's, or one's own for a liaison from outside."""
    rows = Absence.objects.filter(park_id=actor.park_id, until_on__gte=from_on)
    if not actor.may(Capability.PERSON_SEE):
        rows = rows.filter(Q(absent_id=actor.user_id) | Q(deputy_id=actor.user_id))
    return rows.select_related("absent", "deputy").order_by("from_on", "id")


def absence_for(actor: Actor, absence_id: int) -> Absence:
    """
    One absence the actor may see.

    :raises Missing: there is none.
    """
    found = absences_of(actor, from_on=date.min).filter(pk=absence_id).first()
    if found is None:
        raise Missing
    return found


def may_be_absent(actor: Actor, *, on: date) -> list[User]:
    """The people for whom the actor may enter an absence, the actor first."""
    rows = staff_of(actor.park_id, on=on)
    scope = actor.scope(Capability.ABSENCE_SET)
    if scope < Scope.PARK:
        mine = Q(user_id=actor.user_id)
        rows = rows.filter(mine | Q(unit_id__in=actor.unit_ids) if scope == Scope.UNIT else mine)
    people = {row.user_id: row.user for row in rows}
    return sorted(people.values(), key=lambda user: user.pk != actor.user_id)


def possible_deputies(actor: Actor, *, on: date) -> list[User]:
    """Who can stand in: the office's people, for a liaison from outside those of their unit."""
    rows = staff_of(actor.park_id, on=on)
    if not actor.may(Capability.PERSON_SEE):
        rows = rows.filter(unit_id__in=actor.unit_ids)
    return list({row.user_id: row.user for row in rows}.values())


def token_hash(token: str) -> str:
    """The form in which an invitation's token is kept."""
    return sha256(token.encode()).hexdigest()


def open_invitation(token: str, *, at: datetime) -> Invitation:
    """
    The invitation behind a link.

    :raises Missing: unknown, used, withdrawn or expired; one answer for all.
    """
    found = (
        Invitation.objects.filter(
            token_hash=token_hash(token),
            accepted_at=None,
            revoked_at=None,
            expires_at__gt=at,
        )
        .select_related("park", "unit")
        .first()
    )
    if found is None:
        raise Missing
    return found


def settled_invitation(token: str) -> Invitation | None:
    """An invitation that no longer opens, so that whoever holds its link can be told why."""
    return (
        Invitation.objects.filter(token_hash=token_hash(token))
        .select_related("park", "accepted_by")
        .first()
    )


def invitation_for(actor: Actor, invitation_id: int) -> Invitation:
    """
    One invitation of the actor's park.

    :raises Missing: there is none.
    """
    found = invitations_of(actor).filter(pk=invitation_id).first()
    if found is None:
        raise Missing
    return found


def invitations_of(actor: Actor) -> QuerySet[Invitation]:
    """The park's invitations, newest first."""
    return Invitation.objects.filter(park_id=actor.park_id).select_related(
        "unit", "invited_by", "accepted_by"
    )


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """This person's notices in this park, newest first."""
    return Notice.objects.filter(user_id=actor.person_id, park_id=actor.park_id)


def notice_for(actor: Actor, notice_id: int) -> Notice:
    """
    One of this person's notices.

    :raises Missing: there is none of that number, or it is somebody else's.
    """
    found = notices_of(actor).filter(pk=notice_id).first()
    if found is None:
        raise Missing
    return found


def unread_count(actor: Actor, *, most: int = 99) -> int:
    """Unread notices, counted no further than ``most``."""
    return notices_of(actor).filter(read_at=None).order_by()[:most].count()


def to_mail(*, before: datetime, most: int = 5000) -> list[Notice]:
    """Unread notices older than ``before`` that have not been mailed, by person, oldest first."""
    return list(
        Notice.objects.filter(read_at=None, mailed_at=None, at__lte=before, user__is_active=True)
        .exclude(user__email="")
        .select_related("user", "park")
        .order_by("user_id", "id")[:most]
    )


def draft_of(actor: Actor, key: str) -> Draft | None:
    """What this person last typed into the form ``key``."""
    return Draft.objects.filter(park_id=actor.park_id, user_id=actor.person_id, key=key).first()


def saved_views_of(actor: Actor, page: str) -> list[SavedView]:
    """This person's saved views of one page."""
    return list(SavedView.objects.filter(park_id=actor.park_id, user_id=actor.person_id, page=page))


def tokens_of(actor: Actor, *, at: datetime) -> QuerySet[ApiToken]:
    """This person's tokens in this park that still open the door, newest first."""
    return ApiToken.objects.filter(
        park_id=actor.park_id, user_id=actor.person_id, revoked_at=None, expires_at__gt=at
    )


def token_for(actor: Actor, token_id: int) -> ApiToken:
    """
    One of this person's tokens in this park.

    :raises Missing: there is none.
    """
    found = ApiToken.objects.filter(
        park_id=actor.park_id, user_id=actor.person_id, pk=token_id
    ).first()
    if found is None:
        raise Missing
    return found


def valid_token(secret: str, *, at: datetime) -> ApiToken | None:
    """The token behind a secret, with its owner; ``None`` for unknown, revoked and expired ones."""
    return (
        ApiToken.objects.filter(
            token_hash=token_hash(secret), revoked_at=None, expires_at__gt=at, user__is_active=True
        )
        .select_related("user")
        .first()
    )


def serves_an_office(user: User, *, on: date) -> bool:
    """Whether this person is on the office's side of any park."""
    return (
        current_memberships(on=on).filter(user=user).exclude(role=Role.ENTERPRISE_CONTACT).exists()
    )


def serving_in(park_id: int, unit_id: int, *, on: date) -> list[User]:
    """Those who hold a role in a unit on a day."""
    rows = current_memberships(on=on).filter(park_id=park_id, unit_id=unit_id)
    return list(User.objects.filter(pk__in=rows.values("user_id")).order_by("name"))
