"""招商用词 What the invented leads are called, where they come from, what is said and why lost."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal
from itertools import cycle

CITIES = (
    "3100",
    "3205",
    "3201",
    "4403",
    "1100",
    "6101",
    "5101",
    "2101",
    "3401",
    "4201",
    "3302",
    "4301",
)
"""Twelve: the report counts more than ten."""
HEADS = (
    "云帆",
    "凌霄",
    "翔驭",
    "瀚穹",
    "启航",
    "远岫",
    "长空",
    "星槎",
    "銮翼",
    "鸿渐",
    "驰曜",
    "擎轮",
    "智轭",
    "逸辕",
    "骋原",
    "速域",
    "砺行",
    "衡轨",
    "御风",
    "锐途",
    "精衡",
    "智枢",
    "锋铣",
    "柔臂",
    "灵犀",
    "光栅",
    "微度",
    "联枢",
    "翼芯",
    "巧构",
)
THINGS = {
    "aviation": (
        "航空复材结构件",
        "机载航电",
        "航空紧固件",
        "钛合金精密锻件",
        "航空线缆",
        "飞机内饰",
        "起落架部件",
        "无人机整机",
        "航空发动机叶片",
        "航空密封件",
        "机轮刹车",
        "eVTOL整机",
    ),
    "space": ("卫星总装", "星载相机", "火箭贮箱", "卫星太阳翼", "地面测控站", "星间激光终端"),
    "auto": (
        "电驱总成",
        "座舱域控制器",
        "线控底盘",
        "车用热管理",
        "一体化压铸",
        "固态电池中试",
        "毫米波雷达",
        "汽车座椅",
        "轻量化车身",
        "碳化硅模块",
        "充电桩",
        "汽车轴承",
    ),
    "smart": (
        "五轴机床",
        "协作机器人",
        "工业视觉",
        "精密减速器",
        "激光装备",
        "物流机器人",
        "伺服电机",
        "增材制造装备",
        "智能传感器",
        "数控刀具",
    ),
}
OWNERS = {
    "aviation": "yeting",
    "space": "yeting",
    "auto": "songyihang",
    "smart": "songyihang",
}
SOURCES = (
    ("trip", "外出招商带回"),
    ("event", "航空航天产业峰会"),
    ("enterprise", "园区企业推荐"),
    ("association", "行业协会推荐"),
    ("own", "产业链图谱检索"),
    ("came", "主动来电"),
    ("agency", "基金推荐"),
    ("superior", "市里推荐"),
    ("chain", "补链清单"),
)
SAID: dict[str, tuple[tuple[str, str], ...]] = {
    "lead": (
        ("call", "电话联系上了，对方在看长三角选址（演示）"),
        ("message", "发了园区介绍和产业政策（演示）"),
        ("message", "加了微信，约下周细谈（演示）"),
    ),
    "contact": (
        ("call", "对方关心厂房层高和电力（演示）"),
        ("meeting", "线上会，介绍产业链配套（演示）"),
        ("message", "补发地块图和交通条件（演示）"),
    ),
    "inspection": (
        ("reception", "来园考察，看了地块和标准厂房（演示）"),
        ("call", "考察后回访，对用电提出要求（演示）"),
        ("trip", "到总部拜访，见到分管副总（演示）"),
    ),
    "talks": (
        ("meeting", "谈供地面积和开工时限（演示）"),
        ("call", "对方反馈内部投决进度（演示）"),
        ("meeting", "谈亩均税收和扶持条件（演示）"),
        ("message", "互换协议草稿意见（演示）"),
    ),
    "after": (
        ("call", "跟进公司注册和银行开户（演示）"),
        ("meeting", "会商供地和规划条件（演示）"),
        ("call", "了解设计和报建进度（演示）"),
    ),
    "admission": (
        ("meeting", "准备准入评审材料（演示）"),
        ("call", "补充能耗和排放数据（演示）"),
    ),
}
LOST: dict[str, tuple[tuple[str, str], ...]] = {
    "lead": (
        ("silent", "三次联系未回（演示）"),
        ("dropped", "暂不扩产（演示）"),
        ("elsewhere", "已定苏北（演示）"),
    ),
    "contact": (
        ("elsewhere", "落户外省，那边给了现成厂房（演示）"),
        ("market", "订单下滑，项目暂缓（演示）"),
        ("funds", "融资没有到位（演示）"),
    ),
    "inspection": (
        ("land", "要连片150亩，当时没有（演示）"),
        ("elsewhere", "总部选了成都（演示）"),
        ("environment", "表面处理排放过不了（演示）"),
    ),
    "talks": (
        ("terms", "亩均税收谈不拢（演示）"),
        ("elsewhere", "外地条件更优（演示）"),
        ("dropped", "股东否决（演示）"),
        ("funds", "银团贷款未批（演示）"),
    ),
    "admission": (("admission", "能耗指标不达标（演示）"), ("environment", "环境容量不足（演示）")),
}


@dataclass(frozen=True, slots=True)
class Idea:
    """An invented lead."""

    name: str
    firm: str
    sector: str
    source: str
    source_words: str
    city: str
    wan: int
    mu: int
    owner: str
    pipeline: str
    is_quick: bool

    def fields(self) -> dict[str, object]:
        """What the service takes."""
        return {
            "name": self.name,
            "firm": self.firm,
            "sector": self.sector,
            "source": self.source,
            "source_words": self.source_words,
            "city": self.city,
            "investment_wan": Decimal(self.wan),
            "fixed_wan": Decimal(round(self.wan * 0.68)),
            "land_mu": Decimal(self.mu) if self.mu else None,
            "tax_wan": Decimal(self.mu * 28) if self.mu else None,
            "output_wan": Decimal(round(self.wan * 1.1)),
            "jobs": 40 + self.wan // 400,
            "pipeline": self.pipeline,
        }


def ideas(chance: random.Random, many: int) -> list[Idea]:
    """So many leads, no name twice."""
    sectors = ("aviation",) * 5 + ("auto",) * 5 + ("smart",) * 3 + ("space",) * 2
    heads = cycle(HEADS)
    found: list[Idea] = []
    seen: set[tuple[str, str]] = set()
    while len(found) < many:
        sector = chance.choice(sectors)
        thing = chance.choice(THINGS[sector])
        head = next(heads)
        if (head, thing) in seen:
            continue
        seen.add((head, thing))
        source, words = chance.choice(SOURCES)
        wan = chance.choice((3000, 5000, 8000, 12_000, 20_000, 30_000, 50_000, 80_000, 150_000))
        found.append(
            Idea(
                name=f"{head}{thing}项目（演示）",
                firm=f"{head}{thing}有限公司（演示）",
                sector=sector,
                source=source,
                source_words=words,
                city=chance.choice(CITIES),
                wan=wan,
                mu=0 if wan < 8000 else round(wan / 380 / 5) * 5,
                owner="zhouheng" if wan >= 80_000 else OWNERS[sector],
                pipeline="projects",
                is_quick=chance.random() < 0.15,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Published:
    """What the report says of a project; ``stage`` as it says it."""

    name: str
    sector: str
    wan: int
    stage: str
    said: str


PUBLISHED = (
    Published("华瑞项目", "other", 1_000_000, "started", "公开报道：总投资100亿元，签约并开工。"),
    Published("零跑新能源汽车项目", "auto", 400_000, "signed", "公开报道：总投资40亿元，待挂牌。"),
    Published("中通项目", "other", 260_000, "signed", "公开报道：总投资26亿元，待挂牌。"),
    Published("杭萧钢构项目", "other", 224_000, "signed", "公开报道：总投资22.4亿元，待挂牌。"),
)
CRITERIA = (
    ("产业契合度", "Fit with the chain", 25, 60, "是否属于1+4产业和补链清单"),
    ("投资强度", "Investment per mu", 20, 60, "固定资产投资每亩不低于控制值"),
    ("亩均税收", "Tax per mu", 25, 60, "达产后每亩税收"),
    ("能耗与排放", "Energy and emissions", 15, 60, "单位增加值能耗、排放"),
    ("技术与团队", "Technology and team", 15, 50, "专利、团队、市场"),
)
