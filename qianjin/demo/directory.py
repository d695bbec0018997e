"""演示企业 Sixty invented enterprises with a contact each, and what the reports name."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.hashers import make_password

from qianjin.apps.accounts import services as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Role
from qianjin.apps.accounts.models import User
from qianjin.apps.enterprises import services as enterprises
from qianjin.apps.enterprises.choices import ThreadKind
from qianjin.apps.enterprises.models import Contact, Enterprise
from qianjin.apps.parks import services as parks
from qianjin.apps.parks.models import Park
from qianjin.units import credit_code

from . import cast

DATA = Path(__file__).parent / "data"
MARK = "（演示）"
SURNAMES = "陈杜沈陆顾方叶宋罗温苏许何林周吴郑冯褚卫蒋韩杨朱秦尤许吕施张孔曹严华金魏陶姜"
GIVEN = ("岚", "仲", "清越", "子衿", "知远", "云舒", "见山", "若水", "长河", "明照", "听雨", "怀瑾")
POSTS = ("总经理助理", "行政经理", "生产厂长", "设备主管", "财务经理", "人事经理", "安环经理")


@dataclass(frozen=True, slots=True)
class Client:
    """An enterprise with the actor who asks for it."""

    enterprise: Enterprise
    contact: Contact
    actor: Actor


@lru_cache(maxsize=1)
def rows() -> list[list[Any]]:
    """The invented enterprises as written down."""
    found: list[list[Any]] = yaml.safe_load((DATA / "enterprises.yaml").read_text("utf-8"))
    return found


def open_directory(
    park: Park, people: dict[str, Actor], *, at: datetime, chance: random.Random
) -> list[Client]:
    """Enter every invented enterprise, its contact with an account, and its figures."""
    keeper = people["linyue"]
    officers = ["yeting", "songyihang", "linyue", "fangxiaotang", "zhouheng"]
    secret = make_password(cast.PASSWORD)
    clients = []
    for number, row in enumerate(rows(), start=1):
        name, short, sector, tier, industry, employees, output = row
        officer = people[
            {"aviation": "yeting", "space": "yeting", "auto": "songyihang"}.get(
                sector, officers[number % len(officers)]
            )
        ]
        enterprise = enterprises.register(
            park=park,
            by=keeper,
            at=at,
            name=f"{name}{MARK}",
            short_name=f"{short}{MARK}",
            credit_code=credit_code.make(number),
            industry=industry,
            sector=sector,
            tier=tier,
            address=f"演示路{number * 8}号",
            opened_on=(at - timedelta(days=number * 19)).date(),
            officer=User.objects.get(pk=officer.person_id),
            is_demo=True,
        )
        clients.append(_contact(enterprise, number, secret, keeper, at, chance))
        _figures(enterprise, employees, output, keeper, at, chance)
    return clients


def _contact(
    enterprise: Enterprise,
    number: int,
    secret: str,
    keeper: Actor,
    at: datetime,
    chance: random.Random,
) -> Client:
    known = {1: ("chenlan", "陈岚"), 2: ("duzhong", "杜仲")}
    username, name = known.get(
        number, (f"e{number:02d}", chance.choice(SURNAMES) + chance.choice(GIVEN))
    )
    user = accounts.register_person(
        username=username,
        name=f"{cast.MARK}{name}",
        password="",
        password_hash=secret,
        phone=f"1380000{number:04d}",
        by=keeper,
        at=at,
        check_password=False,
    )
    accounts.appoint(
        user=user,
        park=enterprise.park,
        role=Role.ENTERPRISE_CONTACT,
        from_on=at.date(),
        by=keeper,
        at=at,
    )
    contact = enterprises.add_contact(
        enterprise=enterprise,
        name=user.name,
        post=chance.choice(POSTS),
        phone=user.phone,
        user=user,
        by=keeper,
        at=at,
    )
    actor = Actor(
        user_id=user.pk,
        name=user.name,
        park_id=enterprise.park_id,
        park_slug=enterprise.park.slug,
        roles=(Role.ENTERPRISE_CONTACT,),
        enterprise_ids=frozenset({enterprise.pk}),
    )
    return Client(enterprise, contact, replace(actor))


def _figures(
    enterprise: Enterprise,
    employees: int,
    output: int,
    keeper: Actor,
    at: datetime,
    chance: random.Random,
) -> None:
    """Two years of figures around the written ones; invented like the enterprise."""
    for back in (2, 1):
        factor = Decimal(str(round(1 - 0.09 * back + chance.uniform(-0.05, 0.08), 3)))
        enterprises.set_figures(
            enterprise=enterprise,
            year=at.year + 1 - back,
            by=keeper,
            at=at,
            output_wan=(output * factor).quantize(Decimal("0.01")),
            tax_wan=(output * factor * Decimal("0.047")).quantize(Decimal("0.01")),
            employees=int(employees * factor),
            land_mu=(Decimal(output) / 420).quantize(Decimal("0.01")),
        )


PUBLISHED = (
    # 公开报道写明的事实，别无其他: name, sector, what the report says.
    ("华瑞项目", "other", "公开报道：总投资100亿元，签约并开工。"),
    ("零跑新能源汽车项目", "auto", "公开报道：总投资40亿元，待挂牌。"),
    ("中通项目", "other", "公开报道：总投资26亿元，待挂牌。"),
    ("杭萧钢构项目", "other", "公开报道：总投资22.4亿元，待挂牌。"),
)
CHRONICLE = (
    (
        "2020-05-20",
        False,
        "前进智造园平台成立",
        "The platform of Qianjin Intelligent Manufacturing Park is founded",
    ),
    (
        "2020-10-01",
        True,
        "承办浙江省汽车产业链暨零跑协同创新大会",
        "The park hosts Zhejiang's congress of the automotive chain and Leapmotor's partners",
    ),
    (
        "2020-12-09",
        False,
        "2020浙江省“万亩千亿”航空航天产业国际峰会",
        "International aerospace summit of Zhejiang's platforms, 2020",
    ),
    (
        "2021-03-24",
        False,
        "收到企业感谢信：平台帮助缓解短期芯片紧缺",
        "An enterprise sends a letter of thanks: the park helped when chips ran short",
    ),
)
SOURCE = "公开报道"


def enter_published(park: Park, keeper: Actor, *, at: datetime) -> None:
    """The four investments: only what the reports say, marked as such."""
    for name, sector, fact in PUBLISHED:
        enterprise = enterprises.register(
            park=park, by=keeper, at=at, name=name, sector=sector, status="building", tier="key"
        )
        enterprises.write_on_thread(
            enterprise=enterprise, kind=ThreadKind.NOTE, by=keeper, at=at, text=fact
        )


def enter_chronicle(park: Park, administrator: Actor, *, at: datetime) -> None:
    """大事记 What the reports say the park looks back on."""
    for day, is_month, zh, en in CHRONICLE:
        parks.enter_chronicle(
            park=park,
            on=date.fromisoformat(day),
            is_month=is_month,
            text_zh=zh,
            text_en=en,
            source=SOURCE,
            by=administrator,
            at=at,
        )
