"""九种读法 The published readings of a promise such as 135; a new park starts with them."""

from __future__ import annotations

DEFAULT = "qj_135_default"
"""The reading a new park has chosen until it chooses another."""

# code, Chinese name, English name, source, inference?, what happens on a miss, stages
PROFILES: tuple[
    tuple[str, str, str, str, bool, str, tuple[tuple[str, str, int, str], ...]], ...
] = (
    (
        "qj_135_default",
        "前进135（推荐默认）",
        "Qianjin 135 (recommended default)",
        "报道只写“135服务承诺制”，未释义；按公开的1-3-5做法归纳，待园区校准【推】",
        True,
        "转长办件“一跟到底”，每5个工作日滚动答复并给出下一节点",
        (("respond", "", 1, "wd"), ("plan", "", 3, "wd"), ("resolve", "", 5, "wd")),
    ),
    (
        "zs_1h35",
        "中山马上办（1小时-3-5）",
        "Zhongshan (1 hour, 3, 5)",
        "psc.zs.gov.cn post_2086435",
        False,
        "进入“一跟到底”滚动答复",
        (("respond", "", 1, "wh"), ("plan", "", 3, "wd"), ("resolve", "", 5, "wd")),
    ),
    (
        "whdkfq_13m",
        "武汉开发区企业服务云平台",
        "Wuhan Development Zone",
        "dawuhanapp p/73947（2018-09起）",
        False,
        "",
        (("respond", "", 1, "wd"), ("plan", "", 3, "wd"), ("resolve", "", 1, "mo")),
    ),
    (
        "sip_125",
        "苏州工业园区125",
        "Suzhou Industrial Park 125",
        "园区市民服务中心 2026-02（转载）",
        False,
        "",
        (
            ("resolve", "simple", 1, "d"),
            ("resolve", "ordinary", 2, "d"),
            ("resolve", "complex", 5, "d"),
        ),
    ),
    (
        "zhuhai_124",
        "珠海124",
        "Zhuhai 124",
        "南方日报2023-05-16转载；“咨询”按简单诉求理解【推】",
        True,
        "",
        (
            ("respond", "", 1, "wh"),
            ("resolve", "simple", 2, "wd"),
            ("resolve", "", 4, "wd"),
        ),
    ),
    (
        "zaozhuang",
        "枣庄企呼枣应",
        "Zaozhuang",
        "iruanshi.com转载",
        False,
        "",
        (
            ("respond", "", 1, "wd"),
            ("plan", "", 2, "wd"),
            ("resolve", "", 10, "wd"),
            ("resolve", "complex", 25, "wd"),
        ),
    ),
    (
        "quanzhou",
        "泉州",
        "Quanzhou",
        "泉州晚报2022-08-03",
        False,
        "到期前1个工作日申请延期并告知企业",
        (("respond", "", 1, "wd"), ("resolve", "", 7, "wd")),
    ),
    (
        "shiyan_111",
        "十堰经开三个一",
        "Shiyan (three ones)",
        "10fang.com 2021-07",
        False,
        "",
        (
            ("resolve", "simple", 1, "wd"),
            ("resolve", "complex", 7, "d"),
            ("resolve", "policy", 1, "mo"),
        ),
    ),
    (
        "m13710",
        "13710（濮阳12345、新乡经开）",
        "13710 (Puyang, Xinxiang)",
        "py.henance.com/show-42781；当日研究、3日反馈、1月办结的释义待核【推】",
        True,
        "7日未落实的转长办件，月内销号",
        (("respond", "", 1, "wd"), ("plan", "", 3, "wd"), ("resolve", "", 1, "mo")),
    ),
)
