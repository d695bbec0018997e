"""讲故事 Four hundred days of 前进智造园（演示）, told through the services; they end today."""

from __future__ import annotations

import gc
import random
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from django.db import connection, transaction
from django.utils import timezone, translation

from qianjin.apps.accounts import services as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Role
from qianjin.apps.accounts.models import Membership, Notice, User
from qianjin.apps.audit import services as audit
from qianjin.apps.desk import services as desk
from qianjin.apps.desk.models import ServiceRequest
from qianjin.apps.desk.tasks import learn_triage
from qianjin.apps.parks.models import Park, Unit
from qianjin.apps.parks.planning import calendar_of

from . import (
    cast,
    clearing,
    delivery,
    directory,
    land,
    library,
    prospects,
    province,
    roads,
    seen,
    subsidies,
    together,
    tracts,
)
from .channels import receive_letters, set_up_channels
from .drives import tell_drives
from .investment import tell_projects
from .lives import WEIGHTS, Client, Life, World
from .park import SLUG, open_demo_park
from .words import awake, kinds_that_want_material, texts

SEED = 135
DAYS = 400
REMINDED_DAYS = 10
"""On so many of the last days late requests were chased as they would have been."""
UNREAD_DAYS = 2
"""What is older, everyone has read."""
REQUESTS = 174
RECENT = 30
RECENT_DAYS = 21
"""The recent ones come ten a week; most of the last week's are still open today."""

FATES = {
    **dict.fromkeys((0, 1, 3), "fresh"),
    2: "sorted",
    **dict.fromkeys((4, 7, 12, 16), "stalled"),
    **dict.fromkeys((5, 8), "waiting"),
}
"""
Which of the recent ones nobody has gone on with, counted back from now: the oldest are late.

Those "waiting" wait for the enterprise, which was asked for material.
"""
HERS = (2, 5)
"""Which of the recent ones 陈岚 asks, so that her page shows something under way."""

Scale = Literal["park", "province"]


def is_told(scale: str = "park") -> bool:
    """Whether this story (of this scale or more) is already in the database."""
    park = Park.objects.filter(slug=SLUG).first()
    if park is None:
        return False
    return scale != "province" or province.is_there(park)


def tell(scale: str = "park", at: datetime | None = None, seed: int = SEED) -> Park:
    """
    Tell the story up to ``at`` (now): same seed and same day, same story.

    All of it is one transaction: an interrupted telling leaves nothing behind.
    """
    at = at or timezone.now()
    zone = zoneinfo.ZoneInfo("Asia/Shanghai")
    with transaction.atomic(), translation.override("zh-hans"), timezone.override(zone):
        park = Park.objects.filter(slug=SLUG).first()
        if park is None:
            with _in_one_breath(), audit.gathered(), desk.counted_once():
                park = _tell_park(at, random.Random(seed))
            desk.climb(park_id=park.pk, at=at)
            # Nobody waits for the first lesson: the worker takes it while the first page is read.
            learn_triage.configure().defer(timestamp=int(at.timestamp()))
        if scale == "province" and not province.is_there(park):
            province.fill(park, at=at, seed=seed)
    return park


@contextmanager
def _in_one_breath() -> Iterator[None]:
    """
    No savepoint around each act: the whole stands or falls, so they would only take time.

    And the collector of garbage comes by seldom: what an act leaves behind is hardly ever circular,
    and looking through all that is loaded took a quarter of the time.
    """
    features = connection.features
    features.uses_savepoints = False
    often = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*often)
        gc.unfreeze()
        del features.uses_savepoints


def _tell_park(at: datetime, chance: random.Random) -> Park:
    start = at - timedelta(days=DAYS)
    park = open_demo_park(at=start)
    people = actors_of(park)
    clients = directory.open_directory(park, people, at=start, chance=chance)
    directory.enter_published(park, people["linyue"], at=start)
    directory.enter_chronicle(park, people["admin"], at=start)
    set_up_channels(park, people["admin"], at=start)
    world = World(
        calendar=calendar_of(park),
        clients=clients,
        people=people,
        units={unit.code: unit for unit in Unit.objects.filter(park=park)},
        until=at,
        chance=chance,
        users=User.objects.in_bulk(),
    )
    seen.lay_out(park, people, clients, at=start, seed=SEED)
    plant(world, start, at)
    world.later(at - timedelta(days=UNREAD_DAYS), partial(_read, world))
    for days in range(REMINDED_DAYS):
        world.later(at - timedelta(days=days + 1), partial(_remind, park.pk))
    seen.plant(world, start, seed=SEED)
    together.plant(world, at)
    world.run()
    library.fill(park, people, at=at)
    seen.ask_questions(park, people, at=at)
    seen.this_week(park, people, at=at, seed=SEED)
    _today(park, people, at)
    together.ask_again(park, people, at=at)
    subsidies.carry_out(park, people, clients, at=at)
    tell_drives(park, people, clients, at=at)
    prospects.carry_out(park, people, at=at)
    fields = land.lay_out(park, people, clients, at=at)
    roads.lay_roads(park, people["gumingzhou"], at=start)
    fields |= tracts.lay_out(park, people, at=start)
    clearing.carry_out(park, people, fields, at=at)
    tell_projects(park, people, at=at)
    delivery.carry_out(park, people, fields, at=at)
    receive_letters(park, until=at)
    _read_the_rest(park, at)
    return park


def actors_of(park: Park) -> dict[str, Actor]:
    """Everyone on the office's side, by sign-in name."""
    rows = Membership.objects.filter(park=park).select_related("user").order_by("id")
    return {
        row.user.username: Actor(
            user_id=row.user_id,
            name=row.user.name,
            park_id=park.pk,
            park_slug=park.slug,
            roles=(row.role,),
            unit_ids=frozenset({row.unit_id} if row.unit_id else ()),
        )
        for row in rows
    }


def plant(world: World, start: datetime, end: datetime) -> None:
    """Put the first word of every request on the queue: few at first, more as word gets round."""
    chance = world.chance
    kinds = [kind for kind in texts() if kind.isupper()]
    weights = [WEIGHTS.get(kind, 3) for kind in kinds]
    first, until = start + timedelta(days=1), end - timedelta(days=RECENT_DAYS)
    moments = sorted(first + (until - first) * chance.random() ** 0.6 for _ in range(REQUESTS))
    for moment in moments:
        _plant_one(world, moment, chance.choices(kinds, weights)[0])
    for n in range(RECENT):
        moment = end - timedelta(hours=2 + n * 24 * RECENT_DAYS / RECENT)
        kind, fate = chance.choices(kinds, weights)[0], FATES.get(n, "")
        if fate == "waiting":
            kind = chance.choice(kinds_that_want_material())
        _plant_one(world, moment, kind, fate, world.clients[0] if n in HERS else None)


def _plant_one(
    world: World, moment: datetime, kind: str, fate: str = "", client: Client | None = None
) -> None:
    """One enterprise asks while it is awake: three in four in opening hours."""
    chance = world.chance
    if chance.random() < 0.75:
        in_hours = world.calendar.shift(moment, chance.randrange(1, 360))
        moment = in_hours if in_hours <= world.until else moment
    drawn = chance.choices(world.clients, [4, 3] + [1] * (len(world.clients) - 2))[0]
    client = client or drawn
    world.later(awake(moment, back=True), Life(world, client, kind, fate=fate).raised)


def _remind(park_id: int, at: datetime) -> None:
    """What the worker does every few minutes."""
    desk.climb(park_id=park_id, at=at)


def _read(world: World, at: datetime) -> None:
    """Everyone looks at their messages."""
    for reader in {
        actor.person_id: actor
        for actor in (*world.people.values(), *(client.actor for client in world.clients))
    }.values():
        accounts.read_notices(by=reader, at=at)


def _read_the_rest(park: Park, at: datetime) -> None:
    """What is older than two days everyone has read, whichever part of the story told it."""
    old = Notice.objects.filter(park=park, read_at=None, at__lt=at - timedelta(days=UNREAD_DAYS))
    for row in old:
        reader = Actor(user_id=row.user_id, name="", park_id=park.pk)
        accounts.read_notices(by=reader, at=row.at + timedelta(hours=2), notice_id=row.pk)


def _today(park: Park, people: dict[str, Actor], at: datetime) -> None:
    """An absence with its deputy, so that Today shows in whose place one acts."""
    head, deputy = people["gumingzhou"], people["luoyichuan"]
    accounts.enter_absence(
        absent=User.objects.get(pk=head.person_id),
        deputy=User.objects.get(pk=deputy.person_id),
        from_on=timezone.localdate(at),
        until_on=timezone.localdate(at) + timedelta(days=2),
        reason="演示：外出培训",
        by=head,
        at=at,
    )


SHOWN = (
    ("linyue", Role.GENERAL_AFFAIRS),
    ("hewei", Role.DEPUTY_DIRECTOR),
    ("zhouheng", Role.SECTION_HEAD),
    ("yeting", Role.SECTOR_SPECIALIST),
    ("luoyichuan", Role.PLANNING_OFFICER),
    ("liaison-power", Role.BUREAU_LIAISON),
    ("liaison-linpu", Role.VILLAGE_LIAISON),
    ("auditor", Role.AUDITOR),
    ("admin", Role.PARK_ADMIN),
    ("chenlan", Role.ENTERPRISE_CONTACT),
)


def sign_ins(url: str) -> list[str]:
    """The addresses and sign-ins to print, one line per role."""
    names = dict(
        User.objects.filter(username__in=[u for u, _r in SHOWN]).values_list("username", "name")
    )
    lines = [f"  {Role(role).label:　<12} {user:<14} {names.get(user, '')}" for user, role in SHOWN]
    count = ServiceRequest.objects.filter(park__slug=SLUG).order_by()[:200001].count()
    return [
        f"  管理端 Office      {url}",
        f"  企业端 Enterprise  {url}{SLUG}/portal/",
        f"  密码 Password      {cast.PASSWORD}",
        *lines,
        f"  {count} 件诉求 requests",
    ]
