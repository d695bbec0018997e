"""vCards of telephones and mail programs, read and written."""

from __future__ import annotations

import quopri

from hypothesis import given
from hypothesis import strategies as st

from qianjin.units import vcard
from qianjin.units.vcard import VCard

LINE = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\x85"),
    max_size=40,
).map(str.strip)


def test_an_old_telephone_writes_quoted_printable() -> None:
    name = quopri.encodestring("陆小明".encode(), quotetabs=True).decode().strip()
    text = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\n"
        f"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{name[:9]}=\r\n{name[9:]};;;;\r\n"
        "TEL;CELL:138-0000-1234\r\nEND:VCARD\r\n"
    )

    (card,) = vcard.read(text)

    assert (card.name, card.phones) == ("陆小明", ("138-0000-1234",))


def test_several_cards_folded_lines_and_groups_are_read() -> None:
    text = (
        "BEGIN:VCARD\nVERSION:3.0\nitem1.FN:陆小\n 明\nORG:远帆\\, 汽车;销售部\nTITLE:副总\n"
        "TEL;TYPE=CELL:13800001234\nEMAIL:lu@example.com\nX-WECHAT:lu\nADR:;;路;上海;;;\nPHOTO:abc\n"
        "END:VCARD\nBEGIN:VCARD\nVERSION:4.0\nFN:高远\nTEL;VALUE=uri:tel:+8613900001234\nEND:VCARD"
    )

    first, second = vcard.read(text)

    assert first == VCard(
        "陆小明", "远帆, 汽车", "副总", ("13800001234",), ("lu@example.com",), "lu", "上海", ""
    )
    assert (second.name, second.phones) == ("高远", ("+8613900001234",))


def test_any_bytes_are_decoded_and_a_broken_file_gives_no_card() -> None:
    assert vcard.decoded("陆小明，远帆".encode("gb18030")) == "陆小明，远帆"
    assert vcard.decoded("陆".encode("utf-16")) == "陆"
    assert vcard.read("BEGIN:VCARD\nFN:x") == []
    assert vcard.looks_like(b"begin:vcard") and not vcard.looks_like("姓名")


@given(st.builds(VCard, name=LINE, firm=LINE, post=LINE, wechat=LINE, city=LINE, note=LINE))
def test_what_is_written_is_read_again_and_no_line_is_long(card: VCard) -> None:
    lines = list(vcard.write([card]))

    assert all(len(line.encode().rstrip(b"\r\n")) <= 75 for line in lines)
    assert vcard.read("".join(lines)) == [card]
