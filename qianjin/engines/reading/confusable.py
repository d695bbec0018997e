"""Characters of firm names that are heard or read as one another.

元 and 源, 晨 and 辰: who writes a name down from the telephone takes the wrong one. The groups were
written by hand, from the characters firms like to be called by; they hold sound (same syllable,
tone aside) more than shape.
"""

from __future__ import annotations

_GROUPS = (
    "元源圆园缘远原 晨辰宸臣 鑫新欣馨信芯忻 恒衡亨 华桦骅 宏弘鸿洪泓红 盛晟胜圣升 瑞锐睿 "
    "丰峰锋枫风沣 博铂勃 昌畅常长 诚成城程承 东冬栋 福富复 广光 辉晖徽汇惠慧 嘉佳加家 "
    "杰捷洁 金锦今 精晶京 凯恺铠 利力立丽励莉 联连 林霖琳 隆龙 美镁 明铭名 鹏朋 "
    "庆清青 荣融蓉容 顺舜 泰太 天添 通同 威伟维微炜 祥翔 星兴行 亚雅 阳洋扬杨 "
    "益亿义易宜怡奕逸 永勇咏 宇羽雨裕玉誉域煜钰 泽择 振震镇 正政 志智致 中众忠 海瀚 "
    "科克 康抗 耀曜 皓浩昊豪 晓小 润闰 航行 启琦奇齐琪 安岸 腾藤 巨钜聚 越悦跃粤 "
    "创闯 汉翰瀚 景璟 凌灵菱 杭行 乾前 环寰 拓托 沃渥 贝倍 赛塞 迈麦 特忒 品晶 "
    "未末 己已 士土 日曰"
)


def _table() -> dict[int, str]:
    """Each character and the first of its group; one that stands in two keeps the first."""
    table: dict[int, str] = {}
    for group in _GROUPS.split():
        for char in group:
            table.setdefault(ord(char), table.get(ord(group[0]), group[0]))
    return table


TABLE = _table()


def blurred(text: str) -> str:
    """The text as if every group were one character; for comparing only."""
    return text.translate(TABLE)
