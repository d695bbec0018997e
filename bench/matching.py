"""How well and how fast like rows of a book of contacts are found, on a set with known truth.

    python -m bench.matching [--rows 100000] [--seed 7]

The set is invented: firms of a brand and a trade, people of common surnames, and for a tenth of
them a second row as offices really get them: another form of the firm's name, traditional
characters, a character heard wrongly, a number changed, a digit slipped, another firm, 张总 instead
of the name; often two of these at once. Beside them stand what must not be found: people of one
name at other firms, colleagues of like names, assistants who give the number of their head.
One core; prints the table of docs/engines/reading.md.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from dataclasses import replace

from qianjin.engines.reading.confusable import _GROUPS
from qianjin.engines.reading.persons import SUSPECT, Person, near_people
from qianjin.engines.reading.simplified import TABLE

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡"
    "余杜叶程苏魏吕丁任沈"
)
WEIGHTS = [7.2, 7.2, 6.8, 5.4, 4.5, 3.1] + [2.0] * 14 + [0.9] * 30
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰文建国志海波鹏飞宇航欣怡子轩浩然思雨佳琪俊峰雪梅春晓东红"
    "庆林云龙永生振宁卫民学良瑞祥嘉诚一凡书远立行青山致和松柏清源若水长风晨光"
)
BRANDS = (
    "远帆近山长河青松白鹭云起星野海曙天衡广域中科华越金泰银河鼎盛恒昌博雅瑞丰嘉禾宏图启明凌云飞鸿卓越腾达盛世"
    "汇通联创众合万象百川千叶双木三江四海九鼎乐山怡水康宁安泰顺达利源正大新潮旭日朝晖晨曦暮云"
)
_TRADES = (
    "汽车部件 精密机械 新能源 航空材料 智能装备 电子科技 自动化设备 复合材料 传感技术 动力系统",
    "模具制造 半导体 轴承制造 紧固件 检测技术 软件 通信设备 环保科技 铸造 工业设计",
)
TRADES = [trade for line in _TRADES for trade in line.split()]
_CITIES = "杭州 上海 苏州 宁波 无锡 合肥 南京 武汉 深圳 广州 西安 成都"
CITIES = [*_CITIES.split()]
FORMS = ("有限公司", "股份有限公司", "有限责任公司", "集团有限公司")
TRADITIONAL = {simple: chr(code) for code, simple in TABLE.items()}
HEARD = {char: group for group in _GROUPS.split() for char in group}
DIGITS = "0123456789"


class Maker:
    """Invented rows and what really is one person."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.firms: list[tuple[str, str, str]] = []

    def make_firms(self, count: int) -> None:
        pick = self.random.choice
        known = set()
        while len(self.firms) < count:
            brand = "".join(self.random.sample(BRANDS, self.random.choice((2, 2, 3))))
            trade = pick(TRADES)
            if (brand, trade) not in known:
                known.add((brand, trade))
                self.firms.append((pick(CITIES), brand, trade))

    def firm_name(self, firm: tuple[str, str, str]) -> str:
        city, brand, trade = firm
        return f"{city}{brand}{trade}{self.random.choice(FORMS)}"

    def mobile(self) -> str:
        head = self.random.choice(("138", "139", "136", "150", "158", "188", "177"))
        return head + "".join(self.random.choices(DIGITS, k=8))

    def name(self) -> str:
        surname = self.random.choices(SURNAMES, WEIGHTS)[0]
        return surname + "".join(self.random.choices(GIVEN, k=self.random.choice((1, 2, 2, 2))))

    def person(self, firm: tuple[str, str, str]) -> Person:
        roll = self.random.random
        phones = (self.mobile(),) if roll() < 0.9 else ()
        if roll() < 0.2:
            phones += (f"0571-8{sum(map(ord, firm[1] + firm[2])) ** 3 % 10**7:07d}",)
        mail = f"p{self.random.randrange(10**9)}@example.com" if roll() < 0.3 else ""
        return Person(self.name(), self.firm_name(firm), phones, mail)


# ------------------------------------------------------------------ how a second row differs


def firm_form(maker: Maker, row: Person, firm: tuple[str, str, str]) -> Person:
    city, brand, trade = firm
    forms = (
        f"{brand}{trade}有限公司",
        f"{brand}{trade}（{city}）有限公司",
        f"{brand}{trade}",
        f"{city}市{brand}{trade}股份有限公司",
    )
    return replace(row, firm=maker.random.choice(forms))


def traditional(maker: Maker, row: Person, firm: tuple[str, str, str]) -> Person:
    def old(text: str) -> str:
        return "".join(TRADITIONAL.get(char, char) for char in text)

    return replace(row, name=old(row.name), firm=old(row.firm))


def heard_wrongly(maker: Maker, row: Person, firm: tuple[str, str, str]) -> Person:
    places = [n for n, char in enumerate(row.name) if n and char in HEARD]
    if not places:
        return other_character(maker, row, firm)
    place = maker.random.choice(places)
    other = maker.random.choice([c for c in HEARD[row.name[place]] if c != row.name[place]])
    return replace(row, name=row.name[:place] + other + row.name[place + 1 :])


def other_character(maker: Maker, row: Person, firm: tuple[str, str, str]) -> Person:
    if len(row.name) < 3:
        return firm_form(maker, row, firm)
    place = maker.random.choice((1, 2))
    other = maker.random.choice(GIVEN)
    return replace(row, name=row.name[:place] + other + row.name[place + 1 :])


def firm_slip(maker: Maker, row: Person, firm: tuple[str, str, str]) -> Person:
    city, brand, trade = firm
    places = [n for n, char in enumerate(brand) if char in HEARD]
    if not places:
        return firm_form(maker, row, firm)
    place = maker.random.choice(places)
    other = maker.random.choice([c for c in HEARD[brand[place]] if c != brand[place]])
    return replace(row, firm=f"{city}{brand[:place]}{other}{brand[place + 1 :]}{trade}有限公司")


def changed_number(maker: Maker, row: Person, firm: tuple[str, str, str]) -> Person:
    return replace(row, phones=(maker.mobile(),), email="")


def slipped_digit(maker: Maker, row: Person, firm: tuple[str, str, str]) -> Person:
    if not row.phones or len(row.phones[0]) != 11:
        return row
    place = maker.random.randrange(3, 11)
    number = row.phones[0]
    digit = maker.random.choice([d for d in DIGITS if d != number[place]])
    return replace(row, phones=(number[:place] + digit + number[place + 1 :],))


def no_number(maker: Maker, row: Person, firm: tuple[str, str, str]) -> Person:
    return replace(row, phones=(), email="")


def other_firm(maker: Maker, row: Person, firm: tuple[str, str, str]) -> Person:
    return replace(row, firm=maker.firm_name(maker.random.choice(maker.firms)))


def title_only(maker: Maker, row: Person, firm: tuple[str, str, str]) -> Person:
    return replace(row, name=row.name[0] + "总")


KEEP_NUMBER = (
    firm_form,
    traditional,
    heard_wrongly,
    other_character,
    firm_slip,
    other_firm,
    title_only,
)
LOSE_NUMBER = (changed_number, slipped_digit, no_number)
BESIDE_LOST = (firm_form, traditional, heard_wrongly, firm_slip)


def variant(maker: Maker, row: Person, firm: tuple[str, str, str]) -> tuple[Person, str]:
    """A second row of one person, and the name of what was done to it."""
    pick = maker.random.choice
    if row.phones and maker.random.random() < 0.6:
        acts = [pick(KEEP_NUMBER)]
        if maker.random.random() < 0.5:
            acts.append(pick(KEEP_NUMBER))
    else:
        acts = [pick(LOSE_NUMBER)]
        if maker.random.random() < 0.6:
            acts.append(pick(BESIDE_LOST))
    acts = list(dict.fromkeys(acts))
    for act in acts:
        row = act(maker, row, firm)
    return row, " + ".join(act.__name__ for act in acts)


def generated(rows: int, seed: int) -> tuple[list[Person], dict[tuple[int, int], str]]:
    """Rows, and the pairs that are one person with what was done to the second row."""
    maker = Maker(seed)
    maker.make_firms(max(rows // 6, 10))
    people: list[tuple[Person, int, str]] = []
    owner = 0
    while len(people) < rows:
        firm = maker.random.choice(maker.firms)
        row = maker.person(firm)
        owner += 1
        people.append((row, owner, ""))
        if maker.random.random() < 0.1:
            people.append((*_of(variant(maker, row, firm), owner),))
        if row.phones and maker.random.random() < 0.004:
            # An assistant at the same firm who gives the number of their head.
            owner += 1
            people.append((replace(row, name=maker.name(), email=""), owner, ""))
    people = people[:rows]
    maker.random.shuffle(people)
    first: dict[int, int] = {}
    truth: dict[tuple[int, int], str] = {}
    for place, (_row, who, how) in enumerate(people):
        if who in first:
            truth[first[who], place] = how or people[first[who]][2]
        first.setdefault(who, place)
    return [row for row, _who, _how in people], truth


def _of(made: tuple[Person, str], owner: int) -> tuple[Person, int, str]:
    return made[0], owner, made[1]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--show", type=int, default=0, help="print this many wrong pairs")
    asked = options.parse_args()
    rows, truth = generated(asked.rows, asked.seed)
    begin = time.process_time()
    matches = near_people(rows)
    spent = time.process_time() - begin
    found = {(match.left, match.right) for match in matches}
    right = found & truth.keys()
    print(f"{len(rows):,} rows, {len(truth):,} true pairs, threshold {SUSPECT}, seed {asked.seed}")
    print(f"{spent:.1f} s of one core")
    print(f"precision {len(right) / max(len(found), 1):.4f}  recall {len(right) / len(truth):.4f}")
    print("\n| what was done to the second row | pairs | found |\n| --- | ---: | ---: |")
    hits, asked_for = Counter(truth[pair] for pair in right), Counter(truth.values())
    for how, count in asked_for.most_common(24):
        print(f"| {how.replace('_', ' ')} | {count} | {hits[how] / count:.1%} |")
    for match in [m for m in matches if (m.left, m.right) not in truth][: asked.show]:
        print(match.score, rows[match.left], rows[match.right], [r.code for r in match.reasons])
    for pair in [p for p in truth if p not in found][: asked.show]:
        print("missed", truth[pair], rows[pair[0]], rows[pair[1]])


if __name__ == "__main__":
    main()
