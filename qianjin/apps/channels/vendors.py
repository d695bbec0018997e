"""三家机器人 How each vendor's robot wants to be spoken to, and what its answer means.

As their open documentation has it: DingTalk signs timestamp and secret with HMAC-SHA256 under the
secret and takes it in the address; Feishu signs the empty text under both and takes it in the
body; WeCom carries its key in the address. All three answer 200 and put the truth into the JSON.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

from .choices import Vendor

LONGEST = 3800
"""Most bytes of a message's text: WeCom takes 4,096, the others far more."""

# What will not get better by waiting: a wrong key, a wrong signature, a robot that was removed.
HOPELESS = {
    Vendor.WECOM: {93000, 40001, 40008, 40014, 40035, 40058},
    Vendor.DINGTALK: {300001, 300005, 310000, 400101, 400102},
    Vendor.FEISHU: {9499, 19001, 19002, 19021, 19022, 19024, 10208},
}


@dataclass(frozen=True, slots=True)
class Message:
    """A message: a title, and lines of which some lead somewhere (text, address or empty)."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a robot's answer means."""

    ok: bool
    code: int
    text: str
    hopeless: bool = False


def speak(
    vendor: str, address: str, secret: str, message: Message, at: datetime
) -> tuple[str, bytes]:
    """The address to call and the body to send."""
    if vendor == Vendor.DINGTALK:
        body = {
            "msgtype": "markdown",
            "markdown": {"title": message.title, "text": _markdown(message, "\n\n")},
        }
        return address + _dingtalk_sign(secret, at), _bytes(body)
    if vendor == Vendor.FEISHU:
        return address, _bytes({**_feishu_sign(secret, at), **_feishu_post(message)})
    return address, _bytes(
        {"msgtype": "markdown", "markdown": {"content": _markdown(message, "\n")}}
    )


def understand(vendor: str, status: int, body: bytes) -> Outcome:
    """Read the answer; one that is no JSON, or says no code, is a failure that may pass."""
    try:
        told: Any = json.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        return Outcome(False, status, f"HTTP {status}")
    code = told.get("errcode", told.get("code", told.get("StatusCode")))
    text = str(told.get("errmsg", told.get("msg", told.get("StatusMessage", ""))))[:160]
    if not isinstance(code, int) or isinstance(code, bool):
        return Outcome(False, status, text or f"HTTP {status}")
    hopeless = code in HOPELESS[Vendor(vendor)]
    return Outcome(code == 0 and status == 200, code, text, hopeless)


def _dingtalk_sign(secret: str, at: datetime) -> str:
    if not secret:
        return ""
    stamp = str(int(at.timestamp() * 1000))
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    return f"&timestamp={stamp}&sign={quote_plus(base64.b64encode(digest))}"


def _feishu_sign(secret: str, at: datetime) -> dict[str, str]:
    if not secret:
        return {}
    stamp = str(int(at.timestamp()))
    digest = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}


def _feishu_post(message: Message) -> dict[str, Any]:
    lines = [
        [{"tag": "a", "text": text, "href": url} if url else {"tag": "text", "text": text}]
        for text, url in message.lines
    ]
    return {
        "msg_type": "post",
        "content": {"post": {"zh_cn": {"title": message.title, "content": lines}}},
    }


def _markdown(message: Message, gap: str) -> str:
    """Markdown in which words of people cannot act as signs; cut to what a group takes."""
    kept = f"**{_plain(message.title)}**"
    for text, url in message.lines:
        line = f"[{_plain(text)}]({url})" if url else _plain(text)
        if len((kept + gap + line).encode()) > LONGEST:
            return kept + gap + "…"
        kept += gap + line
    return kept


_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>#"})


def _plain(text: str) -> str:
    return " ".join(text.split()).translate(_SIGNS)


def _bytes(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()
