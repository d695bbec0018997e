"""Robots and their vendors' servers, played on this machine."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from qianjin.apps.channels.models import Letter, Robot, Rule
from qianjin.apps.channels.sealing import seal
from qianjin.apps.parks.models import Park
from qianjin.outgoing import Wires, wired
from qianjin.outgoing.guard import connect

from .parks import NOON

ADDRESSES = {
    "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-demo",
    "dingtalk": "https://oapi.dingtalk.com/robot/send?access_token=demo-token",
    "feishu": "https://open.feishu.cn/open-apis/bot/v2/hook/demo-hook",
}
SECRET = "SEC-tide-135"


def a_robot(park: Park, vendor: str = "dingtalk", name: str = "值班群", **fields: Any) -> Robot:
    """A robot that speaks at once of what is raised and what is late."""
    fields.setdefault("topics", ["raised", "late"])
    return Robot.objects.create(
        park=park,
        vendor=vendor,
        name=name,
        host=ADDRESSES[vendor].split("/")[2],
        sealed_address=seal(ADDRESSES[vendor]),
        sealed_secret=seal("" if vendor == "wecom" else SECRET),
        **fields,
    )


def a_rule(park: Park, topic: str = "raised", name: str = "停电速办", **fields: Any) -> Rule:
    """A rule that is switched on and notes internally, unless told otherwise."""
    fields.setdefault("is_active", True)
    fields.setdefault("note", "请先联系供电公司核实范围")
    return Rule.objects.create(park=park, topic=topic, name=name, **fields)


def a_letter(park: Park, message_id: str = "<1@a.cn>", **fields: Any) -> Letter:
    """A mail from somebody unknown, waiting to be decided on."""
    fields.setdefault("raw", a_mail(message_id=message_id))
    return Letter.objects.create(
        park=park,
        message_id=message_id,
        address="wang@a.cn",
        name="王（演示）",
        subject="厂区停电",
        words="三号车间停电",
        at=NOON,
        state="waiting",
        **fields,
    )


def a_mail(
    sender: str = "wang@a.cn",
    subject: str = "厂区停电",
    words: str = "三号车间停电",
    message_id: str = "<1@a.cn>",
    files: Sequence[tuple[str, bytes]] = (),
    **headers: str,
) -> bytes:
    """A mail as a server hands it over."""
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, "office@park.cn"
    mail["Subject"], mail["Message-ID"] = subject, message_id
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(words)
    for name, data in files:
        mail.add_attachment(data, "application", "octet-stream", filename=name)
    return mail.as_bytes()


@dataclass
class Vendors:
    """What the three vendors' servers heard, and what they are to answer."""

    heard: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    """host, path with query, body"""
    answers: list[tuple[int, Any]] = field(default_factory=list)
    """status and JSON of the next answers; content when there is none left"""


@contextmanager
def the_vendors() -> Iterator[Vendors]:
    """A server of this machine stands for all three; the guard judges as ever."""
    played = Vendors()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            host = self.headers["Host"]
            played.heard.append((host, self.path, json.loads(body)))
            good = {"code": 0, "msg": "success"} if "feishu" in host else {"errcode": 0}
            status, told = played.answers.pop(0) if played.answers else (200, good)
            said = told if isinstance(told, bytes) else json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def lead(number: str, port: int, seconds: float) -> socket.socket:
        return connect("127.0.0.1", server.server_port, seconds)

    try:
        with wired(Wires(lambda host, port: ["93.184.216.34"], lead, lambda line, host: line)):
            yield played
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
