"""Every finding of the units has an English message and a Chinese one that fill alike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import qianjin
from qianjin.units import credit_code, spreadsheet

CATALOGUE = Path(qianjin.__path__[0]) / "locale" / "parts" / "units.po"
SENTENCES = [*credit_code.SENTENCES.values(), *spreadsheet.SENTENCES.values()]


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)\w", text))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_translated_with_the_same_placeholders(sentence: str) -> None:
    with CATALOGUE.open("rb") as file:
        message = read_po(file).get(sentence)

    assert message is not None
    assert message.string
    assert not message.fuzzy
    assert placeholders(str(message.string)) == placeholders(sentence)


def test_the_catalogue_holds_nothing_else() -> None:
    with CATALOGUE.open("rb") as file:
        ids = {message.id for message in read_po(file) if message.id}

    assert ids == set(SENTENCES)
