"""Names of people: one key for two spellings, and in what two spellings of one may differ.

A Chinese name is a surname of one character (of two: 欧阳) and one or two more; everything else is
kept as it stands. Titles around a name (张总, 李女士) are set aside, marks of demonstration too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .confusable import blurred
from .simplified import simplify
from .text import normalise

DOUBLE_SURNAMES = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "司徒",
        "夏侯",
        "令狐",
        "长孙",
        "宇文",
        "端木",
        "独孤",
        "南宫",
        "申屠",
        "百里",
        "呼延",
    ]
)
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜"
    "崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊"
    "葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉"
    "骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏"
    "宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝封谈鞠匡诸郁居楼水杭竺厉嵇"
)
_TITLE = re.compile(
    r"(?:先生|女士|小姐|老师|博士|教授|总经理|董事长|经理|主任|主席|厂长|部长|院长|所长|处长|总监|总裁|总工|工程师|"
    r"董事|总|董|工)$"
)
_MARK = re.compile(r"[(\[（【](?:演示|示例|demo)[)\]）】]")
_LOOSE = re.compile(r"[^\w]|_")
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·]+")


@dataclass(frozen=True, slots=True)
class PersonName:
    """姓名 A name taken apart; ``given`` is empty where only surname and title are known (张总)."""

    key: str
    surname: str = ""
    given: str = ""

    @property
    def is_whole(self) -> bool:
        return bool(self.given) or not self.surname


def read(name: str) -> PersonName:
    """Take a name apart; any text is read as well as it can be."""
    text = _MARK.sub("", simplify(normalise(name)).replace("（", "(").replace("）", ")"))
    text = _MARK.sub("", text).strip()
    if not _CHINESE.fullmatch(text.replace(" ", "")):
        return PersonName(" ".join(text.replace(".", " ").replace("·", " ").split()))
    plain = _LOOSE.sub("", text)
    short = plain
    while len(short) > 2 and (found := _TITLE.search(short)) and found.start() >= 1:
        short = short[: found.start()]
    if len(short) == 2 and short[1] in "总董工":
        short = short[0]  # 张总: a surname, and a title that is no name
    surname = short[:2] if short[:2] in DOUBLE_SURNAMES and len(short) > 2 else short[:1]
    return PersonName(short, surname, short[len(surname) :])


def key(name: str) -> str:
    """The name without what differs between two spellings of it: 陸 小明 and 陆小明（演示）.

    >>> key("陸 小明") == key("陆小明（演示）"), key("张总")
    (True, '张')
    """
    return read(name).key


def is_name(text: str) -> bool:
    """Whether a text looks like a Chinese person's name: a known surname and one to three more.

    >>> is_name("陆小明"), is_name("总经理"), is_name("欧阳一叶")
    (True, False, True)
    """
    plain = simplify(text.strip())
    if not _CHINESE.fullmatch(plain) or not 2 <= len(plain) <= 4 or _TITLE.search(plain):
        return False
    return plain[0] in SURNAMES if len(plain) < 4 else plain[:2] in DOUBLE_SURNAMES


def similarity(one: PersonName, other: PersonName) -> float:
    """How likely two names are one person's, as far as names alone can say; from 0 to 1.

    Equal names 1; characters heard as one another 0.9; one character of three slipped 0.6; a
    surname alone against a whole name 0.5; everything else 0.
    """
    if not one.key or not other.key:
        return 0.0
    if one.key == other.key:
        return 1.0
    if one.surname and one.surname == other.surname and not (one.given and other.given):
        return 0.5
    if blurred(one.key) == blurred(other.key):
        return 0.9
    if sorted(one.key) == sorted(other.key) and len(one.key) > 2:
        return 0.7  # two characters changed over
    if len(one.key) == len(other.key) >= 3:
        differing = sum(a != b for a, b in zip(one.key, other.key, strict=True))
        if differing == 1:
            return 0.6 if one.surname == other.surname else 0.4
    short, long = sorted((one.key, other.key), key=len)
    if one.surname == other.surname and len(long) == 3 and len(short) == 2:
        return 0.5 if short in {long[0] + long[1], long[0] + long[2]} else 0.0
    return 0.0
