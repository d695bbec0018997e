"""Which forms of address may be called: a table of the ways people and attackers write them."""

from __future__ import annotations

import pytest

from qianjin.units.addresses import Refused, Why, read_address, why_not

# ruff: noqa: RUF001 - signs that look like others are what is tested.
REFUSED: dict[Why, tuple[str, ...]] = {
    Why.EMPTY: ("", " ", "https://", "https:///path", "https://./", "https://:443/"),
    Why.MALFORMED: (
        "example.cn",
        "//example.cn/",
        "https:example.cn",
        "https:/example.cn",
        "https:\\\\example.cn",
        "https://example.cn\\@10.0.0.1/",
        "https://exa mple.cn/",
        "https://example.cn/\r\nHost: inner",
        "https://example.cn/\x00",
        "\thttps://example.cn/",
        "https://exam\u200bple.cn/",
        "https://example\u00adsoft.cn/",
        "https://-a.cn/",
        "https://a-.cn/",
        "https://a..cn/",
        "https://.a.cn/",
        "https://a_b.cn/",
        "https://" + "a" * 64 + ".cn/",
        "https://" + "a." * 130 + "cn/",
        "https://[2606:4700::1111/",
        "https://2606:4700::1111]/",
        "https://[2606:4700::1111]x/",
        "https://[::g]/",
        "https://[1.2.3.4]/",
        "https://2606:4700::1111/",
        "https://[1:2:3]/",
        "https://[12345::1]/",
        "https://a.cn:80:443/",
        "https://%31%30.0.0.1.cn/",
        "https://a.cn/走访",
        "https://a.cn/" + "x" * 2000,
    ),
    Why.SCHEME: (
        "http://93.184.216.34/",
        "ftp://a.cn/",
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "gopher://a.cn:70/_x",
        "dict://a.cn:11211/stat",
        "ldap://a.cn/",
        "ws://a.cn/",
        "imaps://mail.a.cn/",
        "jar://a.cn/",
        "data://text/plain,x",
    ),
    Why.CREDENTIALS: (
        "https://user@a.cn/",
        "https://user:word@a.cn/",
        "https://a.cn@127.0.0.1/",
        "https://a.cn:443@10.0.0.1/",
        "https://a.cn%40@10.0.0.1/",
        "https://@a.cn/",
        "https://a.cn＠10.0.0.1/",
    ),
    Why.PORT: (
        "https://a.cn:/",
        "https://a.cn:0/",
        "https://a.cn:65536/",
        "https://a.cn:-1/",
        "https://a.cn:+443/",
        "https://a.cn:0x1bb/",
        "https://a.cn:４４３/",
        "https://a.cn:000443/",
    ),
    Why.ODD_NUMBER: (
        "https://2130706433/",
        "https://4294967295/",
        "https://017700000001/",
        "https://0x7f000001/",
        "https://0x7F000001/",
        "https://0x7f.0.0.1/",
        "https://0x7f.0x0.0x0.0x1/",
        "https://0177.0.0.1/",
        "https://0177.0000.0000.0001/",
        "https://127.1/",
        "https://127.0.1/",
        "https://10.1/",
        "https://192.168.257/",
        "https://0/",
        "https://1/",
        "https://0x/",
        "https://010.0.0.1/",
        "https://127.0.0.01/",
        "https://256.0.0.1/",
        "https://1.2.3.4.5/",
        "https://127.0.0.1.1/",
        "https://a.cn.1/",
        "https://93.184.216.034/",
        "https://93.184.216/",
        "https://1572395042/",
        "https://２１３０７０６４３３/",
        "https://127。1/",
        "https://00000010.0.0.1/",
        "https://169.254.43518/",
        "https://0xa9fea9fe/",
        "https://2852039166/",
        "https://0251.0376.0251.0376/",
    ),
    Why.ZONE: (
        "https://[fe80::1%eth0]/",
        "https://[fe80::1%25eth0]/",
        "https://[::1%lo]/",
        "https://[2606:4700::1111%1]/",
    ),
    Why.LOCAL_NAME: (
        "https://localhost/",
        "https://LOCALHOST/",
        "https://localhost./",
        "https://a.localhost/",
        "https://localhost.localdomain/",
        "https://intranet/",
        "https://printer/",
        "https://printer.local/",
        "https://metadata.google.internal/",
        "https://router.lan/",
        "https://nas.home/",
        "https://nas.home.arpa/",
        "https://wiki.corp/",
        "https://1.0.0.127.in-addr.arpa/",
        "https://hidden.onion/",
        "https://a.test/",
        "https://a.invalid/",
        "https://a.example/",
        "https://ｌｏｃａｌｈｏｓｔ/",
        "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
        "https://内网/",
    ),
    Why.UNSPECIFIED: ("https://0.0.0.0/", "https://0.1.2.3/", "https://[::]/"),
    Why.LOOPBACK: (
        "https://127.0.0.1/",
        "https://127.0.0.1./",
        "https://127.255.255.254/",
        "https://127.0.0.1:8443/",
        "https://[::1]/",
        "https://[0:0:0:0:0:0:0:1]/",
        "https://[0000:0000:0000:0000:0000:0000:0000:0001]/",
        "https://[::0001]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[0:0:0:0:0:ffff:127.0.0.1]/",
        "https://[::127.0.0.1]/",
        "https://[::7f00:1]/",
        "https://[::ffff:0:127.0.0.1]/",
        "https://[64:ff9b::127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://１２７.０.０.１/",
        "https://127。0。0。1/",
        "https://①②⑦.⓪.⓪.①/",
    ),
    Why.PRIVATE: (
        "https://10.0.0.1/",
        "https://10.255.255.255/",
        "https://172.16.0.1/",
        "https://172.31.255.255/",
        "https://192.168.0.1/",
        "https://192.168.255.255/",
        "https://192.168.1.1:443/x?y=z#part",
        "https://[::ffff:10.0.0.1]/",
        "https://[::FFFF:192.168.1.1]/",
        "https://[::ffff:c0a8:101]/",
        "https://[::10.0.0.1]/",
        "https://[64:ff9b::10.0.0.1]/",
        "https://[64:ff9b::c0a8:101]/",
        "https://[64:ff9b:1::a00:1]/",
        "https://[fc00::1]/",
        "https://[fd12:3456:789a::1]/",
        "https://[fec0::1]/",
    ),
    Why.LINK_LOCAL: (
        "https://169.254.169.254/latest/meta-data/",
        "https://169.254.0.1/",
        "https://168.63.129.16/",
        "https://[fe80::1]/",
        "https://[febf::1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://[::ffff:a9fe:a9fe]/",
        "https://[64:ff9b::a9fe:a9fe]/",
    ),
    Why.SHARED: (
        "https://100.64.0.1/",
        "https://100.127.255.255/",
        "https://100.100.100.200/",
        "https://[::ffff:100.64.0.1]/",
        "https://[64:ff9b::100.64.0.1]/",
    ),
    Why.MULTICAST: (
        "https://224.0.0.1/",
        "https://239.255.255.250/",
        "https://[ff02::1]/",
        "https://[ff0e::1]/",
        "https://[::ffff:224.0.0.1]/",
    ),
    Why.RESERVED: (
        "https://192.0.0.1/",
        "https://192.0.0.192/",
        "https://198.18.0.1/",
        "https://198.19.255.255/",
        "https://240.0.0.1/",
        "https://255.255.255.255/",
        "https://[100::1]/",
        "https://[2001:2::1]/",
        "https://[2001:10::1]/",
        "https://[2001:20::1]/",
        "https://[4000::1]/",
        "https://[5f00::1]/",
        "https://[200::1]/",
    ),
    Why.DOCUMENTATION: (
        "https://192.0.2.1/",
        "https://198.51.100.1/",
        "https://203.0.113.1/",
        "https://[2001:db8::1]/",
        "https://[3fff::1]/",
        "https://[::ffff:203.0.113.1]/",
    ),
    Why.TUNNEL: (
        "https://192.88.99.1/",
        "https://[2002:7f00:1::]/",
        "https://[2002:a00:1::1]/",
        "https://[2002:c0a8:101::1]/",
        "https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
        "https://[2001::7f00:1]/",
        "https://[2001:0:53aa:64c:0:0:80ff:fffe]/",
        "https://[2606:4700::5efe:10.0.0.1]/",
        "https://[2606:4700::200:5efe:192.168.1.1]/",
    ),
}

ALLOWED = {
    "https://oapi.dingtalk.com/robot/send?access_token=x": "oapi.dingtalk.com",
    "https://QYAPI.Weixin.qq.com/cgi-bin/webhook/send?key=x": "qyapi.weixin.qq.com",
    "HTTPS://open.feishu.cn/open-apis/bot/v2/hook/x": "open.feishu.cn",
    "https://open.feishu.cn./": "open.feishu.cn",
    "https://open.feishu.cn?x=1": "open.feishu.cn",
    "https://93.184.216.34/": "93.184.216.34",
    "https://172.15.255.255/": "172.15.255.255",
    "https://172.32.0.1/": "172.32.0.1",
    "https://100.63.255.255/": "100.63.255.255",
    "https://100.128.0.1/": "100.128.0.1",
    "https://11.0.0.1/": "11.0.0.1",
    "https://128.0.0.1/": "128.0.0.1",
    "https://223.5.5.5/": "223.5.5.5",
    "https://[2606:4700:4700::1111]/": "2606:4700:4700::1111",
    "https://[2606:4700:4700:0:0:0:0:1111]/": "2606:4700:4700::1111",
    "https://[64:ff9b::93.184.216.34]/": "64:ff9b::5db8:d822",
    "https://前进.中国/": "xn--fiqs8s",
    "https://a.cn:443/": "a.cn",
    "https://1a.cn/": "1a.cn",
    "https://10.0.0.1.nip.cn/": "10.0.0.1.nip.cn",
}


def verdict(text: str) -> Why | None:
    """The form first, then the number in it where there is one."""
    try:
        address = read_address(text)
    except Refused as refused:
        return refused.why
    return why_not(address.host) if address.is_number else None


def test_the_table_holds_at_least_a_hundred_and_fifty_forms() -> None:
    forms = [form for group in REFUSED.values() for form in group]

    assert len(forms) == len(set(forms)) >= 150


@pytest.mark.parametrize(
    ("form", "why"), [(form, why) for why, forms in REFUSED.items() for form in forms]
)
def test_this_form_is_refused_for_this_reason(form: str, why: Why) -> None:
    assert verdict(form) == why


@pytest.mark.parametrize("form", ALLOWED)
def test_a_public_address_plainly_written_is_allowed(form: str) -> None:
    assert verdict(form) is None
    assert read_address(form).host.endswith(ALLOWED[form])


@pytest.mark.parametrize(
    "number", ["", "a.cn", "127.1", "0x7f.1", "fe80::1%eth0", "::1", "10.0.0.1", "::ffff:10.0.0.1"]
)
def test_what_a_name_resolves_to_is_judged_by_the_same_rules(number: str) -> None:
    assert why_not(number) is not None


def test_an_address_is_written_back_in_one_form() -> None:
    assert str(read_address("HTTPS://Open.Feishu.CN.:443?x=1#y")) == "https://open.feishu.cn/?x=1"
    assert str(read_address("https://[2606:4700:4700:0::1111]:8443/a")) == (
        "https://[2606:4700:4700::1111]:8443/a"
    )


def test_each_kind_of_call_names_the_schemes_it_speaks() -> None:
    assert read_address("imaps://mail.a.cn", schemes=("imaps",)).port == 993
    with pytest.raises(Refused):
        read_address("https://mail.a.cn", schemes=("imaps",))
