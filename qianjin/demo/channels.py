"""渠道 The park's group robots. They rest: a demonstration calls nobody outside."""

from __future__ import annotations

from datetime import datetime

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.channels import services
from qianjin.apps.parks.models import Park, Unit

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
    """Three groups, one of each vendor, set up by the administrator and let rest."""
    units = {unit.code: unit for unit in Unit.objects.filter(park=park)}
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
