"""按拼音排序 Chinese names in the order of their pinyin.

>>> sorted(["鑫达", "远山", "心海", "晟辉", "安衡"], key=name_order)
['安衡', '晟辉', '鑫达', '心海', '远山']

GB 18030 keeps the 3,755 common characters in the order of their pinyin, and the rarer ones after
them by radical: 鑫, 晟 and 睿, of which firms are fond, would stand after 座. Each rarer one of
GB 2312, and some more that names have, is therefore put beside a common one of the same sound and,
where there is one, of the same tone. A character with several readings stands under the usual one.

The readings are those of pypinyin 0.55 (MIT), which takes them from Unicode's Unihan. PostgreSQL
sorts by a function made of the same table (``sql_function``); the one in the wheel has no ICU.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def _rare_and_common() -> tuple[str, str]:
    """The rare characters, and beside each the common one it is sorted like."""
    text = files("qianjin.units").joinpath("data/rare_characters.txt").read_text(encoding="utf-8")
    pairs = [(rare, group[0]) for group in text.split() for rare in group[1:]]
    return "".join(rare for rare, _ in pairs), "".join(common for _, common in pairs)


@cache
def _table() -> dict[int, int]:
    return str.maketrans(*_rare_and_common())


def name_order(name: str) -> bytes:
    """The place of ``name`` among names, as bytes that sort; equal names only have equal places."""
    heard = name.translate(_table())
    place = heard.encode("gb18030")
    return place if heard == name else place + b"\0" + name.encode("gb18030")


def sql_function(called: str) -> str:
    """The statement that makes (or makes anew) a function of PostgreSQL that gives the same."""
    rare, common = _rare_and_common()
    # translate() compares each character with the whole table; most names have no rare one.
    # convert_to() is only "stable" since conversions can be replaced; this one is PostgreSQL's own.
    return f"""
CREATE OR REPLACE FUNCTION {called}(name text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT CASE WHEN name OPERATOR(pg_catalog.~) '[{rare}]' THEN
    pg_catalog.convert_to(pg_catalog.translate(name, '{rare}', '{common}'), 'GB18030')
      OPERATOR(pg_catalog.||) '\\x00'::bytea
      OPERATOR(pg_catalog.||) pg_catalog.convert_to(name, 'GB18030')
  ELSE pg_catalog.convert_to(name, 'GB18030') END
$$
"""
