"""渠道 The park's group robots. They rest: a demonstration calls nobody outside."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.channels import services
from qianjin.apps.parks.models import Park, Unit

LETTERS = (
    (
        "周工（演示） <zhou@example.com>",
        "厂区外道路夜间照明",
        "我们厂门口到公交站的路灯坏了三盏，夜班工人走路不便，请安排维修。",
        26,
    ),
    (
        "某物流公司（演示） <service@example.org>",
        "咨询货车通行证",
        "我司为园区几家企业送货，货车白天能否办理通行证？需要哪些材料？",
        5,
    ),
)

ROBOTS = (
    (
        "dingtalk",
        "企业服务值班群（演示）",
        "https://oapi.dingtalk.com/robot/send?access_token=demo",
        "SEC-demo",
        "",
        ("raised", "late", "rated_low", "reopened"),
        "at_once",
    ),
    (
        "wecom",
        "招商引资部（演示）",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=demo",
        "",
        "investment",
        ("due_soon", "late"),
        "hourly",
    ),
    (
        "feishu",
        "班子晨报（演示）",
        "https://open.feishu.cn/open-apis/bot/v2/hook/demo",
        "SEC-demo",
        "",
        ("very_late", "rated_low", "thanked"),
        "daily",
    ),
)


def set_up_channels(park: Park, admin: Actor, *, at: datetime) -> None:
    """Three groups that rest, one of each vendor, and three rules that nobody has switched on."""
    units = {unit.code: unit for unit in Unit.objects.filter(park=park)}
    robots = {}
    for vendor, name, address, secret, unit, topics, pace in ROBOTS:
        robot = services.add_robot(
            park=park,
            vendor=vendor,
            name=name,
            address=address,
            secret=secret,
            unit=units.get(unit),
            topics=topics,
            pace=pace,
            by=admin,
            at=at,
        )
        services.pause_robot(robot=robot, by=admin, at=at)
        robots[vendor] = robot
    services.add_rule(
        park=park,
        name="停电跳闸转供电公司",
        topic="raised",
        words="停电 跳闸 用电",
        set_unit=units["power"],
        note="请先与供电公司核实停电范围和预计恢复时间",
        tell_robot=robots["dingtalk"],
        by=admin,
        at=at,
    )
    services.add_rule(
        park=park,
        name="骨干企业不满意即报分管领导",
        topic="rated_low",
        tiers=["anchor", "key"],
        note="骨干企业不满意件，请部门负责人当日电话回访",
        tell_roles=["deputy_director"],
        by=admin,
        at=at,
    )
    services.add_rule(
        park=park,
        name="下班后停水停电即报分管领导",
        topic="raised",
        hours="closed",
        words="停电 停水 燃气 泄漏",
        tell_roles=["deputy_director"],
        by=admin,
        at=at,
    )


def receive_letters(park: Park, *, until: datetime) -> None:
    """Two mails of people who are no contacts: the window still has to decide on them."""
    for n, (sender, subject, words, hours) in enumerate(LETTERS, start=1):
        mail = EmailMessage()
        mail["From"], mail["Subject"] = sender, subject
        mail["Message-ID"] = f"<demo-{n}@example.com>"
        mail.set_content(words)
        services.take_in(park=park, raw=mail.as_bytes(), at=until - timedelta(hours=hours))
