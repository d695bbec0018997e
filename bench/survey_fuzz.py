"""Break survey files and read them: `python -m bench.survey_fuzz FOLDER --count 10000 [--seed 0]`.

Takes the survey files of FOLDER up to 2 MB (nothing is copied) and small ones of every form made
here, breaks each in one to three ways (cut off, lines shuffled, dropped and repeated, wrong
encoding, NaN and 1e308 for numbers, bits turned, columns exchanged, bytes put in, counts changed,
a million points), and reads the result. A crash is anything but an answer or a refusal; a refusal
of a text form has to name a line, of a table a row. Prints one JSON object; exit code 1 when
something crashed, named no place, or took longer than --slowest seconds.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bench import survey_files
from qianjin.engines.survey import (
    Hints,
    Refused,
    Zone,
    propose,
    read,
    repair,
    write_geojson,
    write_txt,
)

LARGEST = 2_000_000
ENDINGS = {".txt", ".geojson", ".json", ".topojson", ".kml", ".kmz", ".gpkg", ".dxf", ".zip"}
TEXTS = {".txt", ".geojson", ".json", ".kml"}
WHOLE = {"too_large", "empty", "unknown_encoding", "dwg", "shp_alone", "bad_zip"}
"""Refusals of a file as such, which has no line."""
NUMBER = re.compile(rb"-?\d+\.\d+")
EVIL = (b"nan", b"NaN", b"1e308", b"-1e308", b"inf", b"1e999", b"", b"0", b"-1", b"9" * 400, b"1_0",
        b"\xef\xbc\x91\xef\xbc\x92", b"0x10", b"40514900,3350600")  # fmt: skip
ODD = (b"\0", b"@", b",@\r\n", b"[", b"{", b"<", b"x" * 5000, b"[" * 3000, b"\x1a", b"<!DOCTYPE a>",
       b"\r\n,,,\r\n")  # fmt: skip
Break = Callable[[random.Random, bytes], bytes]


def cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def cut_front(chance: random.Random, content: bytes) -> bytes:
    return content[chance.randrange(len(content) + 1) :]


def _lines(content: bytes) -> list[bytes]:
    return content.split(b"\n")


def shuffled(chance: random.Random, content: bytes) -> bytes:
    lines = _lines(content)
    chance.shuffle(lines)
    return b"\n".join(lines)


def moved_lines(chance: random.Random, content: bytes) -> bytes:
    lines = _lines(content)
    begin, end = sorted(chance.choices(range(len(lines) + 1), k=2))
    part = lines[begin:end]
    del lines[begin:end]
    place = chance.randrange(len(lines) + 1)
    return b"\n".join(lines[:place] + part * chance.randrange(3) + lines[place:])


def evil_number(chance: random.Random, content: bytes) -> bytes:
    found = list(NUMBER.finditer(content[:200_000]))
    if not found:
        return content + chance.choice(EVIL)
    for one in sorted(chance.sample(found, min(len(found), 3)), key=lambda m: -m.start()):
        content = content[: one.start()] + chance.choice(EVIL) + content[one.end() :]
    return content


def other_encoding(chance: random.Random, content: bytes) -> bytes:
    for name in ("utf-8", "gb18030"):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        wrong = chance.choice(["utf-16", "utf-16-le", "gb18030", "utf-8-sig", "big5", "utf-32"])
        return text.encode(wrong, "replace")
    return content


def mixed_encodings(chance: random.Random, content: bytes) -> bytes:
    words = chance.choice(["地块", "𠮷村"]).encode(chance.choice(["utf-8", "gb18030", "utf-16"]))
    place = chance.randrange(len(content) + 1)
    return content[:place] + words + content[place:]


def turned_bits(chance: random.Random, content: bytes) -> bytes:
    broken = bytearray(content)
    for _ in range(chance.choice([1, 3, 30])):
        if broken:
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def counts(chance: random.Random, content: bytes) -> bytes:
    """Four bytes become a huge count, as lengths in binary forms."""
    place = chance.randrange(max(1, len(content) - 4))
    evil = chance.choice([b"\xff\xff\xff\x7f", b"\xff" * 4, b"\x7f\xff\xff\xff", bytes(4)])
    return content[:place] + evil + content[place + 4 :]


def inserted(chance: random.Random, content: bytes) -> bytes:
    place = chance.randrange(len(content) + 1)
    evil = chance.choice([*ODD, chance.randbytes(50)])
    return content[:place] + evil + content[place:]


def exchanged(chance: random.Random, content: bytes) -> bytes:
    """Two columns exchanged in all rows, or in some."""
    lines = _lines(content)
    share = chance.choice([1.0, 1.0, 0.1])
    for n, line in enumerate(lines):
        cells = line.split(b",")
        if len(cells) >= 4 and chance.random() < share:
            cells[2], cells[3] = cells[3].rstrip(b"\r"), cells[2]
            lines[n] = b",".join(cells)
    return b"\n".join(lines)


def shuffled_bytes(chance: random.Random, content: bytes) -> bytes:
    begin = chance.randrange(len(content) + 1)
    part = list(content[begin : begin + 200])
    chance.shuffle(part)
    return content[:begin] + bytes(part) + content[begin + 200 :]


BREAKS: tuple[Break, ...] = (
    cut, cut_front, shuffled, moved_lines, evil_number, other_encoding, mixed_encodings,
    turned_bits, counts, inserted, exchanged, shuffled_bytes,
)  # fmt: skip


def a_million_points() -> bytes:
    """Forty megabytes would be too large as such; rows this short are not."""
    heading = survey_files.txt().split(b"J1,", maxsplit=1)[0]
    return heading + b"".join(b"J,1,%d,514900\n" % (3_350_000 + n % 997) for n in range(1_000_000))


def outcome(name: str, content: bytes) -> str:
    """``read``, the code of the refusal, ``placeless …`` or ``crash …``."""
    try:
        found = read(name, content, Hints(zone=Zone(40)))
        write_txt(repair(found, propose(found)[:1]))
        if found.parcels[0].rings[0].lonlat is not None:
            write_geojson(found)
    except Refused as error:
        first = error.findings[0]
        if first.code not in WHOLE and Path(name).suffix in TEXTS and not (first.line or first.row):
            return f"placeless {first.code}"
        return first.code
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"crash {type(error).__name__} {Path(where.filename).name}:{where.lineno} {error}"[
            :200
        ]
    return "read"


def files_of(folder: Path | None) -> dict[str, bytes]:
    """Made ones, and those of the folder."""
    found = dict(survey_files.all_forms())
    for path in sorted(folder.iterdir()) if folder else []:
        if path.suffix.lower() in ENDINGS and path.stat().st_size <= LARGEST:
            found[path.name] = path.read_bytes()
    return found


def broken(chance: random.Random, given: dict[str, bytes]) -> tuple[str, bytes, str]:
    """A file broken in one to three ways: its name, its bytes, the ways."""
    name = chance.choice(sorted(given))
    content, ways = given[name], []
    for way in chance.choices(BREAKS, k=chance.choice([1, 1, 2, 3])):
        content = way(chance, content)
        ways.append(way.__name__)
    return name, content, " ".join(ways)


def main() -> int:
    """Break, read, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--slowest", type=float, default=10.0, help="seconds of processor for a file"
    )
    asked = parser.parse_args()
    given = files_of(asked.folder)
    for name, content in given.items():
        outcome(name, content)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    tally: Counter[str] = Counter()
    wrong, slowest = [], (0.0, "")
    for number in range(asked.count):
        chance = random.Random(f"{asked.seed}/{number}")
        name, content, ways = broken(chance, given)
        began = time.process_time()
        came = outcome(name, content)
        slowest = max(slowest, (round(time.process_time() - began, 3), f"{number} {name} {ways}"))
        tally[came] += 1
        if came.startswith(("crash", "placeless")):
            wrong.append(f"{number} {name} {ways}: {came}")
    million = a_million_points()
    began = time.process_time()
    tally[f"a million points: {outcome('million.txt', million)}"] += 1
    print(
        json.dumps(
            {
                "files": len(given),
                "count": asked.count,
                "outcomes": dict(tally.most_common()),
                "wrong": wrong[:50],
                "slowest_seconds": slowest,
                "million_seconds": round(time.process_time() - began, 2),
                "memory_mb_before": before,
                "memory_mb_peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            },
            ensure_ascii=False,
            indent=1,
        )
    )
    return 1 if wrong or slowest[0] > asked.slowest else 0


if __name__ == "__main__":
    sys.exit(main())
