"""资料 The library: what the office knows and how it says it.

Key terms: 知识条目 an article (a good answer, kept), 核对 a check that it still holds, 常用语 a
canned reply with placeholders, 对象 its audience. Begin with ``services/articles.py`` and
``selectors.py``.
"""
