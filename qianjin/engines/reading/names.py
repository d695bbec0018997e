"""Names of enterprises: what tells firms apart, and in what two spellings of one may differ.

浙江晨曦精密机械有限公司, 晨曦精密机械（杭州）有限责任公司 and 杭州晨曦精密机械 have one key,
晨曦精密机械. A branch (分公司) never shares its parent's key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .confusable import blurred
from .places import Place, front, whole
from .simplified import simplify
from .text import bigrams, normalise

LIKELY = 0.75
"""From this similarity on two names probably mean one firm."""

# Characters by which firms are numbered, or told from a sister firm; never slips of the pen.
_NUMERALS = frozenset("0123456789零\u3007一二三四五六七八九十百壹贰叁甲乙丙丁")
_CONTRASTS = frozenset("东南西北中上下前后左右内外大小新老")
SHORTEST_SLIP = 4
"""A core or brand of fewer characters is too short to call one other character a slip."""

TELLING = _NUMERALS | _CONTRASTS

_DEMO = frozenset(["演示", "示例", "样本", "样例", "demo"])

# Longest first, so that 有限公司 does not leave 股份 behind.
_FORMS = tuple(
    [
        "集团股份有限公司",
        "集团有限责任公司",
        "控股集团有限公司",
        "特殊普通合伙企业",
        "股份有限责任公司",
        "有限责任公司",
        "有限合伙企业",
        "普通合伙企业",
        "个人独资企业",
        "集团有限公司",
        "股份有限公司",
        "股份合作公司",
        "特殊普通合伙",
        "合伙企业",
        "有限公司",
        "股份公司",
        "集团公司",
        "控股公司",
        "有限合伙",
        "普通合伙",
        "个人独资",
        "总公司",
        "公司",
        "集团",
        "股份",
        "companylimited",
        "coltd",
        "limited",
        "company",
        "corporation",
        "gmbh",
        "corp",
        "inc",
        "llc",
        "ltd",
        "co",
    ]
)

_BRANCH = re.compile(
    r"(?P<own>.*?)(?P<end>分公司|分厂|分店|分部|分所|分院|分中心|分社|分行|支行|办事处|营业部|营业厅|"
    r"[一二三四五六七八九十0-9]+厂|项目部|联络处|代表处)"
)
_TAIL = re.compile(
    r"(?P<body>.{2,}?)(?P<end>(?:第?[一二三四五六七八九十0-9]+)?(?:分公司|分厂|分店|办事处|营业部|代表处))"
)
_HEAD = re.compile(r"(?P<head>.+?(?:公司|集团|合伙企业|个人独资企业))(?P<rest>.+)")
_BRACKETS = re.compile(r"[(\[{【\u3014《<「][^)\]}】\u3015》>」]*[)\]}】\u3015》>」]")
_LOOSE = re.compile(r"[^\w]|_")

# Words of trades; a name of nothing else has no name of its own.
_WORDS = (
    "精密|机械|机电|电子|电气|电器|电力|汽车|零部件|部件|配件|科技|技术|智能|智造|制造|工业|实业|设备|装备|材料|"
    "新材料|化工|塑料|塑胶|橡胶|金属|五金|模具|仪器|仪表|自动化|信息|软件|网络|数据|通信|光电|半导体|新能源|能源|"
    "环保|生物|医药|医疗|食品|饮料|纺织|服饰|服装|包装|印刷|建筑|建设|工程|物流|贸易|商贸|进出口|国际|投资|发展|"
    "管理|咨询|服务|航空|航天|船舶|轨道|交通|运输|供应链|家居|家具|传动|轴承|紧固件|铸造|锻造|钢构|钢结构|系统|动力|"
    "研究院|研究所|总厂|中心|企业|产业"
)
_TRADES = re.compile(f"{_WORDS}|厂|园|新")
_BRAND = re.compile(f"(.{{2,}}?)(?:{_WORDS}|厂)*")


@dataclass(frozen=True, slots=True)
class FirmName:
    """企业名称 A name taken apart.

    ``key`` is what tells the firm apart, ``place`` where it says it is, ``form`` its legal form,
    ``branch`` what names the branch when it is one (杭州分公司). ``key`` carries the branch too.
    ``is_demo`` is set by a mark such as （演示）.
    """

    core: str
    place: Place | None = None
    form: str = ""
    branch: str = ""
    is_demo: bool = False

    @property
    def key(self) -> str:
        return f"{self.core}/{self.branch}" if self.branch else self.core

    @property
    def is_group(self) -> bool:
        return "集团" in self.form


def read(name: str) -> FirmName:
    """Take a name apart; any text is read as well as it can be."""
    text = simplify(normalise(name))
    asides: list[str] = []

    def set_aside(found: re.Match[str]) -> str:
        asides.append(_LOOSE.sub("", found[0]))
        return ""

    plain = _LOOSE.sub("", _BRACKETS.sub(set_aside, text))
    is_demo = any(aside in _DEMO for aside in asides)
    if plain.endswith("演示") and len(plain) > 2:
        plain, is_demo = plain[:-2], True
    head, branch = _branch(plain, asides)
    head, form = _form(head)
    forms = [form, *(aside for aside in asides if aside in _FORMS)]
    in_brackets = next(filter(None, map(whole, asides)), None)
    place, core = front(head)
    if len(core) < 2 or is_trade(core):
        # 杭州精密机械 without 杭州 would be every maker of machines.
        core = head
    place = place or in_brackets
    # Nothing but brackets or forms: then they are the name, as far as there is one.
    return FirmName(core or plain or "".join(asides), place, "".join(forms), branch, is_demo)


def key(name: str) -> str:
    """The name without what differs between two spellings of one firm; never another firm's.

    Equal keys are a reason to look, not a proof: 杭州晨曦 and 宁波晨曦 may be two firms.
    """
    return read(name).key


def is_trade(text: str) -> bool:
    """Whether a text is made of words of trades only."""
    return not _TRADES.sub("", text)


def similarity(one: str, other: str) -> float:
    """How likely two names mean the same firm, from 0 to 1; symmetric, 1 for equal names."""
    return of_parts(read(one), read(other))


def same_firm(one: str, other: str) -> bool:
    """Whether two names probably mean the same firm (for example beside equal credit codes)."""
    return similarity(one, other) >= LIKELY


def of_parts(one: FirmName, other: FirmName) -> float:
    """The similarity of two names already taken apart."""
    if not one.core or not other.core:
        return 0.0
    score = of_cores(one.core, other.core)
    if one.place and other.place and one.place.contradicts(other.place):
        score *= 0.85
    if one.branch != other.branch:
        score *= 0.7
    if one.is_group != other.is_group:
        score *= 0.95
    return score


def changed(one: str, other: str) -> tuple[str, str] | None:
    """What differs when one character was changed, added, left out or swapped; else None.

    ``天元机械`` and ``天源机械`` give ("元", "源"). Cores shorter than `SHORTEST_SLIP` give
    None.
    """
    if min(len(one), len(other)) < SHORTEST_SLIP or one == other or abs(len(one) - len(other)) > 1:
        return None
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        start = min(len(one), len(other))
    if len(one) == len(other):
        if one[start + 1 :] == other[start + 1 :]:
            return one[start], other[start]
        a, b = one[start : start + 2], other[start : start + 2]
        return (a, b) if a == b[::-1] and one[start + 2 :] == other[start + 2 :] else None
    if len(one) > len(other):
        return (one[start], "") if one[start + 1 :] == other[start:] else None
    return ("", other[start]) if other[start + 1 :] == one[start:] else None


def told_apart(one: str, other: str) -> bool:
    """Whether two unequal cores differ only in what tells sister firms apart.

    Numerals (第一 and 第二, 样本0001 and 样本0002) or one pair of contrasts (华东 and 华南).
    """

    def without(text: str) -> str:
        return re.sub("#+", "#", "".join("#" if c in _NUMERALS else c for c in text))

    slip = changed(one, other)
    return without(one) == without(other) or bool(
        slip and slip[0] in _CONTRASTS and slip[1] in _CONTRASTS
    )


def brand(core: str) -> str:
    """What stands before the words of trades: 晨曦 of 晨曦精密机械; at least two characters."""
    found = _BRAND.fullmatch(core)
    return found[1] if found else core


def of_cores(one: str, other: str) -> float:
    """The similarity of two cores, everything around them left aside."""
    if one == other:
        return 1.0
    if told_apart(one, other):
        return 0.4
    if blurred(one) == blurred(other):
        return 0.85
    mine, theirs = set(bigrams(one)), set(bigrams(other))
    dice = 0.9 * 2 * len(mine & theirs) / max(len(mine) + len(theirs), 1)
    short, long = sorted((one, other), key=lambda core: (len(core), core))
    if len(short) >= 2 and long.startswith(short) and is_trade(long[len(short) :]):
        # 晨曦精密 for 晨曦精密机械: everyday speech leaves the trade off.
        return max(dice, 0.8 if len(brand(short)) > 2 or brand(short) != short else 0.7)
    if slip := changed(one, other):
        brands = brand(one), brand(other)
        if len(slip[0]) == 2:
            return 0.8  # two characters changed over
        if brands[0] == brands[1]:
            return max(dice, 0.6)  # 晨曦电子 and 晨曦电气: one owner perhaps, two trades
        # One of two characters is half the name, one of five a slip of the pen.
        return 1 - 1 / max(map(len, brands))
    return dice


def _branch(plain: str, asides: list[str]) -> tuple[str, str]:
    """The name of the firm, and the words that name its branch ("" for the firm itself)."""
    if split := _HEAD.fullmatch(plain):
        rest = split["rest"]
        if _BRANCH.fullmatch(rest):
            return split["head"], rest
    for aside in asides:
        if _BRANCH.fullmatch(aside):
            return plain, aside
    found = _TAIL.fullmatch(plain)
    if not found:
        return plain, ""
    body, end = found["body"], found["end"]
    # 晨曦精密杭州分公司: the place before 分公司 belongs to the branch.
    for length in range(len(body) - 2, 1, -1):
        if whole(body[length:]):
            return body[:length], body[length:] + end
    return body, end


def _form(head: str) -> tuple[str, str]:
    """A name without its legal form, and the form; a name of nothing else keeps it."""
    if head in _FORMS:
        return head, ""
    for form in _FORMS:
        if head.endswith(form) and len(head) > len(form) + 1:
            return head[: -len(form)], form
    return head, ""
