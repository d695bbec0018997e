"""Places that stand in front of, or in brackets after, the name of a firm.

All provinces, all cities, districts and counties of Zhejiang, and outside it the capitals and
the cities of industry. Smaller places elsewhere are not known and stay part of the name: many
of their names (永安, 长治, 中山) are also common names of firms, and a wrong cut does more harm
than a missed one.
"""

from __future__ import annotations

from dataclasses import dataclass

_CITIES = {
    "浙江": "杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水",
    "江苏": "南京 苏州 无锡 常州 南通 扬州 镇江 泰州 徐州 盐城 淮安 连云港 宿迁",
    "安徽": "合肥 芜湖 马鞍山 滁州 宣城 安庆 蚌埠 阜阳",
    "福建": "福州 厦门 泉州 漳州 莆田 宁德 龙岩",
    "江西": "南昌 九江 上饶 赣州 景德镇 宜春 鹰潭 抚州",
    "山东": "济南 青岛 烟台 潍坊 威海 淄博 临沂 济宁 东营 德州 聊城 菏泽",
    "广东": "广州 深圳 东莞 佛山 珠海 惠州 江门 汕头 肇庆 湛江",
    "湖北": "武汉 襄阳 宜昌 十堰 荆州 黄石 孝感",
    "湖南": "长沙 株洲 湘潭 衡阳 岳阳 常德",
    "河南": "郑州 洛阳 新乡 许昌 焦作 南阳",
    "河北": "石家庄 唐山 保定 廊坊 沧州 邯郸 秦皇岛",
    "山西": "太原",
    "陕西": "西安 宝鸡 咸阳",
    "四川": "成都 绵阳 德阳 宜宾 泸州",
    "贵州": "贵阳 遵义",
    "云南": "昆明",
    "辽宁": "沈阳 大连 鞍山 抚顺",
    "吉林": "长春",
    "黑龙江": "哈尔滨 齐齐哈尔",
    "广西": "南宁 柳州 桂林",
    "海南": "三亚",
    "甘肃": "兰州",
    "青海": "西宁",
    "宁夏": "银川",
    "新疆": "乌鲁木齐",
    "内蒙古": "呼和浩特 包头 鄂尔多斯",
    "西藏": "拉萨",
    "北京": "",
    "上海": "",
    "天津": "",
    "重庆": "",
    "香港": "",
    "澳门": "",
    "台湾": "台北 高雄 新竹",
}

_COUNTIES = {
    "杭州": "上城 拱墅 西湖 滨江 萧山 余杭 临平 钱塘 富阳 临安 桐庐 淳安 建德 下城 江干 大江东",
    "宁波": "海曙 江北 北仑 镇海 鄞州 奉化 余姚 慈溪 宁海 象山",
    "温州": "鹿城 龙湾 瓯海 洞头 乐清 瑞安 永嘉 平阳 苍南 文成 泰顺 龙港",
    "嘉兴": "南湖 秀洲 嘉善 海盐 海宁 平湖 桐乡",
    "湖州": "吴兴 南浔 德清 长兴 安吉",
    "绍兴": "越城 柯桥 上虞 新昌 诸暨 嵊州",
    "金华": "婺城 金东 武义 浦江 磐安 兰溪 义乌 东阳 永康",
    "衢州": "柯城 衢江 常山 开化 龙游 江山",
    "舟山": "定海 普陀 岱山 嵊泗",
    "台州": "椒江 黄岩 路桥 三门 天台 仙居 温岭 临海 玉环",
    "丽水": "莲都 青田 缙云 遂昌 松阳 云和 庆元 景宁 龙泉",
}

_ENDS = {
    "province": ("壮族自治区", "维吾尔自治区", "回族自治区", "特别行政区", "自治区", "省", "市"),
    "city": ("市",),
    "county": ("畲族自治县", "新区", "市", "区", "县"),
}

# Words that only begin like a place.
_NOT_PLACES = ("杭州湾", "上海滩", "海南岛", "西湖龙井")


@dataclass(frozen=True, slots=True)
class Place:
    """A place with the ones it lies in; "" where a level is not told."""

    province: str
    city: str = ""
    county: str = ""

    @property
    def name(self) -> str:
        return self.county or self.city or self.province

    def contradicts(self, other: Place) -> bool:
        """Whether a firm cannot be in both: at some level they name different places."""
        mine, theirs = (self.province, self.city, self.county), (
            other.province, other.city, other.county,
        )  # fmt: skip
        return any(a != b for a, b in zip(mine, theirs, strict=True) if a and b)


_PROVINCE_OF = {city: province for province, names in _CITIES.items() for city in names.split()}
_LEVELS: dict[str, dict[str, Place]] = {
    "province": {province: Place(province) for province in _CITIES},
    "city": {city: Place(province, city) for city, province in _PROVINCE_OF.items()},
    "county": {
        county: Place("浙江", city, county)
        for city, names in _COUNTIES.items()
        for county in names.split()
    },
}


def front(text: str) -> tuple[Place | None, str]:
    """The place a name begins with, and the rest of the name.

    浙江省杭州市钱塘区晨曦精密 gives 钱塘 and 晨曦精密. A county without 区, 县 or 市 counts only
    after its city or province (杭州萧山晨曦): standing alone it is as often a name (永康,
    长兴).
    """
    found: Place | None = None
    rest = text.removeprefix("中国")
    for level, ends in _ENDS.items():
        for length in (4, 3, 2):
            place = _LEVELS[level].get(rest[:length])
            if place is None or rest.startswith(_NOT_PLACES):
                continue
            if found and found.contradicts(place):
                continue
            after = rest[length:]
            end = next((end for end in ends if after.startswith(end)), "")
            if end or found or level != "county":
                found, rest = place, after[len(end) :]
                break
    return found, rest


def whole(text: str) -> Place | None:
    """The place a text names and nothing besides, as brackets after a name do: ``杭州``."""
    place, rest = front(text)
    if place and not rest:
        return place
    return _LEVELS["county"].get(text)
