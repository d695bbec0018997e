"""Measure the triage classifier on words it has not seen: `python -m bench.triage [--write]`.

Prints accuracy and calibration on held-out tenths of two sets and, with --write, draws the
calibration into docs/engines/triage-calibration.svg.

story   2,040 requests as the demonstration park has them: ten times its story, words of
        qianjin/demo/data/requests.yaml with places, days and numbers filled in.
told    every wording once: those of the story and of bench/triage_wordings.yaml, 300 more invented
        sentences of the twenty types, long and short, with and without the usual words.
intents Chinese sentences of the package home-assistant-intents (Apache-2.0), if it is installed:
        what people ask of a house, 40 intents. Its sentence patterns are drawn from with a fixed
        seed. It is no set of requests to an office; it is the nearest licensed package we found.
others  With --folder DIR: each CSV of that folder whose first row names "text" and "label" (UTF-8;
        columns of other names are not read). A park measures its own past so; nothing is copied.

Each set but "told" and the folder's is held out twice: a tenth of the texts at random (as a park's
next month would come: much of it worded as before), and a tenth of the *wordings* (every text of a
held-out wording is new). Of those two each text is a wording; all tenths take their turn, so that
every text is judged once.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import sys
import time
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

import numpy as np
import yaml

from qianjin.engines.triage import Example, Measured, TrainingData, measured, train

ROOT = Path(__file__).resolve().parent.parent
WORDS = ROOT / "qianjin" / "demo" / "data" / "requests.yaml"
MORE = ROOT / "bench" / "triage_wordings.yaml"
PICTURE = ROOT / "docs" / "engines" / "triage-calibration.svg"
SEED = 135
STORY = 2040
PER_PATTERN = 6


@dataclass(frozen=True)
class Text:
    """One text, its label, and the wording it was made from."""

    text: str
    label: str
    wording: str


def story(chance: random.Random) -> list[Text]:
    """Requests worded as those of the story, of all types alike often."""
    words = yaml.safe_load(WORDS.read_text("utf-8"))
    kinds = [kind for kind in words if kind.isupper()]
    found = []
    for kind in chance.choices(kinds, k=STORY):
        said = chance.choice(words[kind])["ask"]
        filled = said.format(
            place=chance.choice(words["places"]),
            day=chance.choice(words["days"]),
            n=chance.choice([6, 12, 20, 30, 45, 60, 120, 300, 800]),
        )
        found.append(Text(filled, kind, said))
    return found


def told(chance: random.Random) -> list[Text]:
    """Each wording of the story and of the further ones once, filled in."""
    words, more = (yaml.safe_load(path.read_text("utf-8")) for path in (WORDS, MORE))
    found = []
    for kind in more:
        for said in [*(row["ask"] for row in words[kind]), *more[kind]]:
            filled = said.format(
                place=chance.choice(words["places"]), day=chance.choice(words["days"]), n=30
            )
            found.append(Text(filled, kind, said))
    return found


def others(folder: Path) -> list[tuple[str, list[Text]]]:
    """The tables of a folder, by name; rows without text or label are left out."""
    found = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = [
                Text(row["text"], row["label"], row["text"])
                for row in csv.DictReader(lines)
                if (row.get("text") or "").strip() and (row.get("label") or "").strip()
            ]
        known = {row.label for row in rows}
        often = {label for label in known if sum(row.label == label for row in rows) > 1}
        found.append((path.stem, [row for row in rows if row.label in often]))
    return [(name, rows) for name, rows in found if len(rows) >= 20]


# ------------------------------------------------------------------ the public set

PACKAGE = "home-assistant-intents"
FREE = {
    "name": ["吊灯", "窗帘", "空调", "扫地机", "购物清单", "电视", "加湿器"],
    "area": ["客厅", "卧室", "厨房", "书房", "阳台", "车库", "儿童房"],
    "floor": ["一楼", "二楼", "地下室"],
}
WILD = ["牛奶", "晚饭好了", "周杰伦的歌", "浇花", "去接孩子", "洗衣粉", "客厅开灯"]


class Patterns:
    """Draws sentences from patterns: (a|b), [perhaps], <rule>, {list:slot}."""

    def __init__(self, data: dict, chance: random.Random) -> None:
        self.rules, self.lists = data["expansion_rules"], data["lists"]
        self.chance = chance

    def draw(self, pattern: str, depth: int = 0) -> str:
        if depth > 12:
            return ""
        inner = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]")
        while match := inner.search(pattern):
            chosen = self.chance.choice((match[1] if match[1] is not None else match[2]).split("|"))
            if match[2] is not None and self.chance.random() < 0.5:
                chosen = ""
            pattern = pattern[: match.start()] + chosen + pattern[match.end() :]
        pattern = self.chance.choice(pattern.split("|"))
        pattern = re.sub(
            r"<(\w+)>", lambda m: self.draw(self.rules.get(m[1], ""), depth + 1), pattern
        )
        return re.sub(r"\{(\w+)(?::\w+)?\}", lambda m: self._value(m[1], depth), pattern)

    def _value(self, name: str, depth: int) -> str:
        known = self.lists.get(name, {})
        if "values" in known:
            one = self.chance.choice(known["values"])
            return self.draw(one["in"] if isinstance(one, dict) else str(one), depth + 1)
        if "range" in known:
            low, high = known["range"]["from"], known["range"]["to"]
            return str(self.chance.randint(low, high))
        return self.chance.choice(FREE.get(name, WILD))


def intents(chance: random.Random) -> list[Text]:
    """Sentences of the public package; none when it is not installed."""
    try:
        path = resources.files("home_assistant_intents") / "data" / "zh-CN.json"
        data = json.loads(path.read_text("utf-8"))
    except ModuleNotFoundError:
        return []
    patterns = Patterns(data, chance)
    found = []
    for label, intent in sorted(data["intents"].items()):
        for sentence in (s for part in intent["data"] for s in part["sentences"]):
            drawn = sorted({patterns.draw(sentence).strip() for _ in range(PER_PATTERN)} - {""})
            found += [Text(text, label, sentence) for text in drawn]
    return found


# ------------------------------------------------------------------ the measure


def by_text(rows: list[Text], chance: random.Random) -> list[set[int]]:
    """A tenth of the texts."""
    return [set(chance.sample(range(len(rows)), len(rows) // 10))]


def by_wording(rows: list[Text], chance: random.Random) -> list[set[int]]:
    """
    Every text of a tenth of the wordings, of labels that other wordings have too.

    One wording of a label at most, so that something of every label is left to learn from. Where
    a tenth is only a handful, all tenths take their turn.
    """
    wordings: dict[str, list[str]] = {}
    for row in rows:
        if row.wording not in wordings.setdefault(row.label, []):
            wordings[row.label].append(row.wording)
    several = {label: found for label, found in wordings.items() if len(found) > 1}
    parts: list[set[str]] = [set() for _ in range(10)]
    for found in several.values():
        for part, wording in zip(chance.sample(range(10), 10), found, strict=False):
            parts[part].add(wording)
    turns = parts if len(wordings) * 10 > sum(map(len, wordings.values())) else parts[:1]
    return [{n for n, row in enumerate(rows) if row.wording in part} for part in turns]


def in_tenths(rows: list[Text], chance: random.Random) -> list[set[int]]:
    """Ten tenths, each text in one of them, the texts of a label spread over all."""
    parts: list[set[int]] = [set() for _ in range(10)]
    turn = 0
    for label in sorted({row.label for row in rows}):
        mine = [n for n, row in enumerate(rows) if row.label == label]
        for n in chance.sample(mine, len(mine)):
            parts[turn % 10].add(n)
            turn += 1
    return parts


def judge(rows: list[Text], turns: list[set[int]]) -> tuple[Measured, float, int]:
    """Learn from the rest, judge what was held out; with the seconds and the size in bytes."""
    shares, wanted, seconds, size = [], [], 0.0, 0
    for held in turns:
        rest = tuple(Example(row.text, row.label) for n, row in enumerate(rows) if n not in held)
        began = time.process_time()
        classifier = train(TrainingData(rest), seed=SEED).classifier
        seconds, size = time.process_time() - began, len(classifier.pack())
        number = {label: n for n, label in enumerate(classifier.labels)}
        judged = [rows[n] for n in sorted(held)]
        wanted += [number[row.label] for row in judged]
        shares.append(classifier.probabilities([row.text for row in judged]))
    return measured(np.concatenate(shares), np.array(wanted)), seconds, size


def calibration(found: Measured) -> str:
    """One line per tenth of confidence."""
    return "\n".join(
        f"    {b.low:.0%}-{b.high:.0%}  {b.count:5d} texts  said {b.confidence:6.1%}"
        f"  true {b.accuracy:6.1%}"
        for b in found.bins
    )


# ------------------------------------------------------------------ the picture

SIZE, LEFT, TOP, GAP = 230, 46, 40, 84


def picture(charts: list[tuple[str, Measured]]) -> str:
    """Reliability diagrams side by side: confidence to the right, truth upwards."""
    width, height = len(charts) * (SIZE + GAP) + LEFT, SIZE + 96
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        ' font-family="sans-serif" font-size="12" fill="#14262d">',
        f'<rect width="{width}" height="{height}" fill="#fffefb"/>',
    ]
    for n, (title, found) in enumerate(charts):
        parts += _chart(title, found, LEFT + n * (SIZE + GAP))
    return "\n".join([*parts, "</svg>", ""])


def _chart(title: str, found: Measured, left: float) -> list[str]:
    bottom = TOP + SIZE
    parts = [
        f'<text x="{left}" y="18" font-weight="bold">{title}</text>',
        f'<text x="{left}" y="33" fill="#5d6b71">top-1 {found.top1:.1%}, top-3 {found.top3:.1%},'
        f" error {found.calibration_error:.3f}, n={found.count}</text>",
        f'<rect x="{left}" y="{TOP}" width="{SIZE}" height="{SIZE}" fill="none" stroke="#e2dfd5"/>',
        f'<line x1="{left}" y1="{bottom}" x2="{left + SIZE}" y2="{TOP}" stroke="#8b8f8a"'
        ' stroke-dasharray="4 4"/>',
    ]
    for tick in (0, 0.5, 1):
        x, y = left + tick * SIZE, bottom - tick * SIZE
        parts += [
            f'<text x="{x}" y="{bottom + 16}" text-anchor="middle">{tick:.0%}</text>',
            f'<text x="{left - 6}" y="{y + 4}" text-anchor="end">{tick:.0%}</text>',
        ]
    for b in found.bins:
        x, y = left + b.confidence * SIZE, bottom - b.accuracy * SIZE
        radius = 3 + 9 * (b.count / found.count) ** 0.5
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#0c6b66"'
            ' fill-opacity="0.75"/>'
        )
    middle = left + SIZE / 2
    parts.append(
        f'<text x="{middle}" y="{bottom + 36}" text-anchor="middle">'
        "said 说的把握 → true 说中 ↑</text>"
    )
    return parts


def main() -> int:
    """Measure, print, and draw when asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="draw docs/engines/…svg")
    parser.add_argument("--folder", type=Path, help="a folder with tables of text and label")
    asked = parser.parse_args()
    charts = []
    twice, once = (("texts", by_text), ("wordings", by_wording)), (("wordings", in_tenths),)
    for name, rows, ways in (
        ("story", story(random.Random(SEED)), twice),
        ("told", told(random.Random(SEED)), once),
        ("intents", intents(random.Random(SEED)), twice),
        *((name, rows, once) for name, rows in (others(asked.folder) if asked.folder else ())),
    ):
        if not rows:
            print(f"{name}: the package {PACKAGE} is not installed; not measured.")
            continue
        version = f" ({PACKAGE} {metadata.version(PACKAGE)})" if name == "intents" else ""
        labels, wordings = len({r.label for r in rows}), len({r.wording for r in rows})
        print(f"{name}{version}: {len(rows)} texts, {labels} labels, {wordings} wordings")
        for split, hold in ways:
            found, seconds, size = judge(rows, hold(rows, random.Random(SEED)))
            print(
                f"  held out, a tenth of the {split}: {found.count} texts,"
                f" top-1 {found.top1:.1%}, top-3 {found.top3:.1%},"
                f" calibration error {found.calibration_error:.3f},"
                f" trained in {seconds:.1f} s of one core, packed {size / 1024:.0f} KiB"
            )
            print(calibration(found))
            charts.append((f"{name}, new {split}", found))
    if asked.write:
        PICTURE.write_text(picture(charts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
