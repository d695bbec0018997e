"""Plain text as paragraphs and lists, and nothing else."""

from __future__ import annotations

import pytest

from qianjin.ui.prose import prose


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("一段。", "<p>一段。</p>"),
        ("一段。\n同一段。\n\n\n另一段。", "<p>一段。<br>同一段。</p><p>另一段。</p>"),
        ("需要：\r\n- 负荷表\r\n- 清单", "<p>需要：</p><ul><li>负荷表</li><li>清单</li></ul>"),
        ("1. 先看\n2、再问\n完", "<ol><li>先看</li><li>再问</li></ol><p>完</p>"),
        ("**不用**重复", "<p><strong>不用</strong>重复</p>"),
        ("", ""),
    ],
)
def test_text_becomes_paragraphs_lists_and_bold_words(text, html) -> None:
    assert prose(text) == html


@pytest.mark.parametrize("text", ["<script>x</script>", "- <b>x</b>", '**"><img src=x>**'])
def test_markup_is_shown_as_text(text) -> None:
    shown = prose(text)

    assert not any(tag in shown for tag in ("<script", "<b>", "<img"))
    assert "&lt;" in shown
