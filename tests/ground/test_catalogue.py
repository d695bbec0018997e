"""The Chinese catalogue is compiled from its parts, and the tool finds every sentence."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from qianjin.installation import catalogue, words
from tools import messages


def part(folder: Path, name: str, *entries: tuple[str, str]) -> Path:
    path = folder / f"{name}.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        + "".join(f'\nmsgid "{said}"\nmsgstr "{meant}"\n' for said, meant in entries),
        encoding="utf-8",
    )
    return path


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "parts"
    folder.mkdir()
    monkeypatch.setattr(catalogue, "PARTS", folder)
    monkeypatch.setenv("QIANJIN_DATA", str(tmp_path / "data"))
    return folder


def said(sentence: str) -> str:
    found = gettext.translation("django", catalogue.ensure_compiled(), ["zh_Hans"])
    return found.gettext(sentence)


class TestCompiling:
    def test_joins_the_parts(self, parts: Path) -> None:
        part(parts, "desk", ("Accept", "受理"))
        part(parts, "ui", ("Close", "关闭"))

        assert (said("Accept"), said("Close")) == ("受理", "关闭")

    def test_happens_again_when_a_part_changed(self, parts: Path) -> None:
        desk = part(parts, "desk", ("Accept", "接受"))
        assert said("Accept") == "接受"

        part(parts, "desk", ("Accept", "受理"))
        os.utime(desk, (1, 1))

        assert said("Accept") == "受理"

    def test_happens_once_when_nothing_changed(self, parts: Path) -> None:
        part(parts, "desk", ("Accept", "受理"))
        made = Path(catalogue.ensure_compiled(), "zh_Hans/LC_MESSAGES/django.mo")
        os.utime(made, (1, 1))

        catalogue.ensure_compiled()

        assert made.stat().st_mtime == 1

    def test_two_parts_may_agree(self, parts: Path) -> None:
        part(parts, "desk", ("Accept", "受理"))
        part(parts, "portal", ("Accept", "受理"))

        assert said("Accept") == "受理"

    def test_two_parts_that_disagree_are_named(self, parts: Path) -> None:
        part(parts, "desk", ("Accept", "受理"))
        part(parts, "portal", ("Accept", "接受"))

        with pytest.raises(catalogue.ConflictingTranslations, match=r"portal\.po and desk\.po"):
            catalogue.ensure_compiled()


class TestFindingSentences:
    def test_in_python(self) -> None:
        source = (
            'a = _("One" " whole")\n'
            'b = ngettext("%(n)s day", "%(n)s days", n)\n'
            'c = pgettext("desk", "Close")\n'
        )

        found = [sentence for sentence, _ in messages.sentences_of_python(source)]

        assert found == [
            messages.Sentence("One whole"),
            messages.Sentence("%(n)s day", "%(n)s days"),
            messages.Sentence("Close", context="desk"),
        ]

    @pytest.mark.parametrize("built", ['_(f"{n} days")', '_("a" + b)', '_("a %s" % b)'])
    def test_refuses_one_built_at_run_time(self, built: str) -> None:
        with pytest.raises(messages.NotASentence):
            list(messages.sentences_of_python(built))

    def test_in_templates(self) -> None:
        source = (
            "<c-ui.button label=\"{% translate 'Save' %}\" :title=\"_('Keep it')\"/>\n"
            '{{ _("Due")|upper }} {% if x == _("Late") %}{% endif %}\n'
            '{% translate "Close" context "desk" %}\n'
            "{% blocktranslate trimmed with n=count %}\n  {{ n }} of\n  100%\n"
            "{% endblocktranslate %}\n"
            "{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days"
            "{% endblocktranslate %}"
            '{# _("not said") #}'
        )

        found = {sentence for sentence, _ in messages.sentences_of_template(source)}

        assert found == {
            messages.Sentence("Save"),
            messages.Sentence("Keep it"),
            messages.Sentence("Due"),
            messages.Sentence("Late"),
            messages.Sentence("Close", context="desk"),
            messages.Sentence("%(n)s of 100%%"),
            messages.Sentence("%(n)s day", "%(n)s days"),
        }


class TestComparing:
    def test_names_what_is_missing_fuzzy_and_unused(self, parts: Path) -> None:
        path = part(parts, "desk", ("Accept", "受理"), ("Gone", "没有了"), ("Empty", ""))
        path.write_text(
            path.read_text(encoding="utf-8") + '\n#, fuzzy\nmsgid "Unsure"\nmsgstr "不确定"\n',
            encoding="utf-8",
        )
        used = {
            messages.Sentence(word): ["x.py:1"] for word in ("Accept", "Empty", "Unsure", "New")
        }

        found = messages.compare(used, [path])

        assert {sentence.text for sentence in found.missing} == {"Empty", "Unsure", "New"}
        assert [line.endswith("'Gone'") for line in found.unused] == [True]
        assert [line.endswith("'Unsure'") for line in found.fuzzy] == [True]

    def test_a_translation_keeps_the_placeholders(self, parts: Path) -> None:
        path = part(parts, "desk", ("%(n)s of %(all)s", "%(n)s"))
        used = {messages.Sentence("%(n)s of %(all)s"): ["x.py:1"]}

        found = messages.compare(used, [path])

        assert "differ in placeholders" in found.wrong[0]

    def test_a_placeholder_has_a_name(self) -> None:
        found = messages.compare({messages.Sentence("%s days"): ["x.py:1"]}, [])

        assert "placeholder without name" in found.wrong[0]


class TestTheTerminal:
    @pytest.mark.parametrize(
        ("environment", "language"),
        [
            ({"LANG": "zh_CN.UTF-8"}, "zh-hans"),
            ({"LANG": "en_GB.UTF-8"}, "en"),
            ({"LANG": "C"}, "en"),
            ({}, "en"),
            ({"LANG": "en_US.UTF-8", "QIANJIN_LANGUAGE": "zh"}, "zh-hans"),
        ],
    )
    def test_says_its_language(self, environment: dict[str, str], language: str) -> None:
        assert words.terminal_language(environment) == language
