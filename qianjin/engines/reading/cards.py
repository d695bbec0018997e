"""What a pasted business card, signature or 微信 card says: name, post, firm, numbers, mail.

Lines with a label (手机：, 公司名称:, Tel.) are believed; of the others each piece is taken for
what it looks like. Nothing is guessed silently: what was taken for nothing stands in ``rest``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from . import names, people, phones
from .places import front
from .simplified import simplify
from .text import normalise

MOST_CHARACTERS = 2000

_LABELS = {
    "name": "姓名 联系人 名字 姓 name contact",
    "post": "职务 职位 岗位 头衔 职称 title position",
    "firm": "公司 单位 公司名称 单位名称 企业名称 企业 工作单位 机构 company organisation "
    "organization org",
    "phones": "手机 电话 手机号 手机号码 联系电话 联系方式 移动电话 座机 办公电话 直线 热线 "
    "总机 手机电话 电话号码 m t tel telephone mobile mob cell phone",
    "wechat": "微信 微信号 wechat weixin vx wx 微信id",
    "email": "邮箱 电子邮箱 邮件 电邮 email e-mail mail e",
    "address": "地址 公司地址 通讯地址 办公地址 address add addr",
    "web": "网址 网站 官网 主页 web website www http https",
    "fax": "传真 fax f",
    "note": "备注 note 邮编 p.c zip qq",
}
_FIELD_OF = {label: field for field, labels in _LABELS.items() for label in labels.split()}
_LABELLED = re.compile(
    r"^\s*[【\[(]?\s*("
    + "|".join(sorted(map(re.escape, _FIELD_OF), key=len, reverse=True))
    + r")\s*[】\])]?\s*(?:[:：.]|(?<=[\u4e00-\u9fff])\s{1,3}(?=\S))\s*(.*)$",
    re.I,
)
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_WEB = re.compile(r"(?:https?://|www\.)\S+", re.I)
_BREAKS = re.compile(r"[\n\r|｜丨•·;；]+|\s{2,}|\t+")
_INNER = re.compile(
    r"(?<=\S)[ ,，/]+"
    r"(?=(?:微信号?|手机号?|电话|座机|邮箱|职务|公司|单位|地址|e-?mail|tel|mobile)\s?[:：])",
    re.I,
)
"""Before a label in the middle of a line."""
_SPACES = re.compile(r"[ ,，、/【】]+")
_ENGLISH_NAME = re.compile(r"[A-Z][a-z'’.-]+(?: [A-Z][A-Za-z'’.-]*){1,2}")
_FAMILIAR = re.compile(r"[老小阿][\u3400-\u9fff]")
_FIRM_END = re.compile(
    r"(?:公司|集团|研究院|研究所|设计院|基金|基金会|资本|创投|大学|学院|学会|协会|商会|联盟|"
    r"中心|事务所|银行|证券|实验室|工厂|总厂|制造厂|办事处|分公司|管委会|委员会|局|"
    r"co\.?,? ?ltd\.?|inc\.?|limited|gmbh|corp\.?|llc)"
    r"(?:[(（][^()（）]{1,20}[)）])?$",
    re.I,
)
_POST_END = re.compile(
    r"(?:总经理|副总经理|副总|副总裁|总裁|总监|经理|主管|主任|董事长|董事|总经理助理|助理|厂长|部长|科长|处长|院长|所长|"
    r"校长|会长|秘书长|秘书|书记|主席|理事|工程师|总工|总工程师|架构师|研究员|教授|博士|创始人|联合创始人|合伙人|顾问|"
    r"代表|专员|负责人|法人|首席\S{1,8}|店长|组长|\bceo|\bcto|\bcfo|\bcoo|manager|director|president|engineer)$",
    re.I,
)
_POST_SEPARATED = re.compile(r"[兼/、&]")


@dataclass(frozen=True, slots=True)
class Card:
    """名片 What was recognised; empty where the text says nothing of it."""

    name: str = ""
    post: str = ""
    firm: str = ""
    phones: tuple[str, ...] = ()
    wechat: str = ""
    email: str = ""
    city: str = ""
    address: str = ""
    rest: str = ""


def read_card(text: str) -> Card:
    """Read one person's card from whatever was pasted.

    >>> read_card("杭州远帆汽车部件有限公司 陆小明 副总经理 13800001234")
    ... # doctest: +NORMALIZE_WHITESPACE
    Card(name='陆小明', post='副总经理', firm='杭州远帆汽车部件有限公司', phones=('13800001234',),
    wechat='', email='', city='杭州', address='', rest='')
    """
    found: dict[str, str] = {}
    numbers: list[str] = []
    loose: list[str] = []
    for line in filter(None, (piece.strip() for piece in _lines(text[:MOST_CHARACTERS]))):
        label = _LABELLED.match(line)
        field = _FIELD_OF[label[1].lower()] if label else ""
        said = label[2].strip() if label else ""
        if field == "phones":
            read = phones.read(said)
            numbers += read.found
            loose += [read.rest] if read.is_doubtful else []
        elif field in {"fax", "web"} or not (said or not label):
            continue
        elif field == "name":
            _name_and_post(said, found)
        elif field:
            found.setdefault(field, said)
        else:
            loose.append(line)
    rest = [left for line in loose if (left := _unlabelled(line, found, numbers))]
    return _card(found, numbers, rest)


def _lines(text: str) -> list[str]:
    return _BREAKS.split(_INNER.sub("\n", text.replace("\u3000", " ").replace("\u2028", "\n")))


def _unlabelled(line: str, found: dict[str, str], numbers: list[str]) -> str:
    """Take what a piece without a label looks like; what is left of it comes back."""
    if mail := _MAIL.search(line):
        found.setdefault("email", mail[0])
        line = line.replace(mail[0], " ")
    line = _WEB.sub(" ", line)
    read = phones.read(line)
    if read.found:
        numbers += read.found
        line = read.rest
    left: list[str] = []
    for word in _words(line):
        if not _word(word, found):
            left.append(word)
    return " ".join(left)


def _words(line: str) -> list[str]:
    """A name of a firm in English keeps its blanks; everything else is cut at them."""
    whole = _bare(line)
    if not whole:
        return []
    if _FIRM_END.search(whole) and whole.isascii():
        return [whole]
    if whole.isascii() and (_POST_END.search(whole.lower()) or _ENGLISH_NAME.fullmatch(whole)):
        return [whole]
    return [word for word in map(_bare, _SPACES.split(whole)) if word]


def _bare(word: str) -> str:
    """Without punctuation around it, and without brackets that close or open nothing."""
    plain = word.strip(" ,，:：-—")
    for opening, closing in ("()", "（）"):
        if plain.startswith(opening) and plain.endswith(closing):
            return _bare(plain[1:-1])
        if plain.count(opening) != plain.count(closing):
            plain = plain.strip(opening + closing)
    return plain


def _word(word: str, found: dict[str, str]) -> bool:
    plain = simplify(normalise(word))
    if plain in {"先生", "女士", "小姐"} or plain in _FIELD_OF:
        return True
    if "firm" not in found and _FIRM_END.search(plain) and len(plain) > 3:
        found["firm"] = word
        return True
    if _POST_END.search(plain):
        if "name" not in found and _name_and_post(word, found):
            return True
        if "post" not in found:
            found["post"] = word
            return True
        found["post"] = f"{found['post']}、{word}" if word not in found["post"] else found["post"]
        return True
    if "name" not in found and _is_person(word):
        found["name"] = word
        return True
    if "address" not in found and re.search(r"[路街道巷村镇区](?:\S*\d+|\S*号)", plain):
        found["address"] = word
        return True
    if "city" not in found and _is_place(word):
        found["city"] = word
        return True
    return False


def _is_place(word: str) -> bool:
    place, rest = front(simplify(normalise(word)))
    return place is not None and not rest


def _is_person(word: str) -> bool:
    if _is_place(word):
        return False
    return bool(people.is_name(word) or _ENGLISH_NAME.fullmatch(word) or _FAMILIAR.fullmatch(word))


def _name_and_post(text: str, found: dict[str, str]) -> bool:
    """陆小明总经理 and 陆小明（副总）: a name, and perhaps a post behind it."""
    whole = text.strip()
    parts = re.match(r"^(\S{2,4}?)[\s(（]+(\S+?)[)）]?$", whole)
    if parts and people.is_name(parts[1]):
        found.setdefault("name", parts[1])
        found.setdefault("post", parts[2])
        return True
    for length in (4, 3, 2) if simplify(whole[:2]) in people.DOUBLE_SURNAMES else (3, 2):
        name, post = whole[:length], whole[length:]
        if post and people.is_name(name) and _is_post(post):
            found.setdefault("name", name)
            found.setdefault("post", post)
            return True
    if len(whole) >= 2 and not _POST_END.search(simplify(normalise(whole))):
        found.setdefault("name", whole)
        return True
    return False


def _is_post(text: str) -> bool:
    pieces = [piece for piece in _POST_SEPARATED.split(simplify(normalise(text))) if piece]
    return bool(pieces) and all(_POST_END.search(piece) for piece in pieces)


def _card(found: dict[str, str], numbers: list[str], rest: list[str]) -> Card:
    place = None
    for text in (found.get("city", ""), found.get("address", ""), found.get("firm", "")):
        place, _rest = front(simplify(normalise(text)))
        if place:
            break
    if "name" not in found and rest:
        # A lone word of two or three Chinese characters is a name, whatever the surname.
        rest = _named(rest, "name", found, re.compile(r"[\u3400-\u9fff]{2,3}").fullmatch)
    if "firm" not in found:
        rest = _named(rest, "firm", found, _sounds_of_trade)
    city = ""
    if place is not None:
        city = place.city or place.province
    elif found.get("city"):
        city = found["city"]
    return Card(
        name=found.get("name", ""),
        post=found.get("post", ""),
        firm=found.get("firm", ""),
        phones=tuple(dict.fromkeys(numbers)),
        wechat=found.get("wechat", ""),
        email=found.get("email", ""),
        city=city,
        address=found.get("address", ""),
        rest=" ".join(filter(None, (*rest, found.get("note", "")))),
    )


def _named(
    rest: list[str], field: str, found: dict[str, str], fits: Callable[[str], object]
) -> list[str]:
    """Give the first word that fits to a field that is still empty; what is left over."""
    words = " ".join(rest).split()
    word = next((word for word in words if fits(word) and not _is_place(word)), "")
    if not word:
        return rest
    found[field] = word
    words.remove(word)
    return words


def _sounds_of_trade(word: str) -> bool:
    """近山材料: a brand with the word of a trade behind it."""
    core = names.read(word).core
    return 4 <= len(core) <= 20 and names.brand(core) != core
