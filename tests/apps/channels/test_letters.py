"""Mails: read from a server of this machine, placed by themselves, or left to a decision."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from qianjin.apps.channels import services
from qianjin.apps.channels.letters import read_mail
from qianjin.apps.channels.models import Letter, Mailbox
from qianjin.apps.channels.refusals import AlreadyDecided, BadMailbox, MayNotDecide
from qianjin.apps.channels.sealing import unseal
from qianjin.apps.desk.models import Attachment, Entry, ServiceRequest
from qianjin.apps.enterprises.models import Contact
from qianjin.outgoing import Wires, wired
from qianjin.outgoing.guard import connect
from tests.factories.accounts import Cast
from tests.factories.channels import a_letter, a_mail
from tests.factories.desk import a_request, a_resolved_request, a_waiting_request
from tests.factories.enterprises import a_contact
from tests.factories.parks import local

pytestmark = pytest.mark.django_db

MONDAY = local("2026-11-23 09:00")


@pytest.fixture(scope="module")
def standing_cast(standing_cast: Cast) -> Cast:
    Contact.objects.filter(user=standing_cast.chenlan).update(email="ChenLan@chenxi.cn")
    return standing_cast


def takes_in(cast: Cast, **mail: Any) -> Letter:
    mail.setdefault("sender", "陈岚 <chenlan@chenxi.cn>")
    return services.take_in(park=cast.park, raw=a_mail(**mail), at=MONDAY)


class TestPlacing:
    def test_a_mail_of_a_contact_becomes_a_request_of_her_enterprise(self, cast: Cast) -> None:
        letter = takes_in(cast, files=[("照片说明.txt", "现场说明".encode())])

        row = ServiceRequest.objects.get()
        assert (letter.state, letter.request) == ("raised", row)
        assert (row.enterprise, row.source, row.title) == (cast.chenxi, "letter", "厂区停电")
        assert Entry.objects.get(request=row).by == cast.chenlan
        assert Attachment.objects.get(request=row).name == "照片说明.txt"
        assert bytes(letter.raw) == b""

    def test_the_same_mail_again_changes_nothing(self, cast: Cast) -> None:
        letters = {takes_in(cast).pk for _n in range(3)}

        assert len(letters) == 1
        assert ServiceRequest.objects.count() == 1

    def test_a_contact_without_an_account_is_heard_too(self, cast: Cast) -> None:
        a_contact(cast.other, "孙（演示）", email="sun@other.cn")

        takes_in(cast, sender="sun@other.cn")

        assert ServiceRequest.objects.get().contact.name == "孙（演示）"

    def test_a_reply_with_the_number_becomes_a_message_without_what_it_quotes(
        self, cast: Cast
    ) -> None:
        row = a_request(cast.chenxi, cast.acts(cast.chenlan), MONDAY)

        letter = takes_in(
            cast,
            subject=f"回复：{row.number} 有答复",
            words="二号线也停了\n\n在 2026年11月23日，前进智造园 写道：\n> 已派人\n",
            message_id="<2@chenxi.cn>",
        )

        assert (letter.state, letter.request) == ("message", row)
        assert Entry.objects.get(request=row, kind="message").text == "二号线也停了"
        assert ServiceRequest.objects.count() == 1

    def test_what_is_sent_while_material_is_waited_for_is_the_material(self, cast: Cast) -> None:
        row = a_waiting_request(cast, MONDAY)

        takes_in(cast, subject=f"Re: {row.number}", words="合同见附件")

        row.refresh_from_db()
        assert row.status != "need_info"

    @pytest.mark.parametrize(
        ("sender", "why"),
        [("stranger@else.cn", "不是任何企业的联系人"), ("", "不是任何企业的联系人")],
    )
    def test_a_stranger_s_mail_waits_for_a_decision(
        self, cast: Cast, sender: str, why: str
    ) -> None:
        letter = takes_in(cast, sender=sender)

        assert letter.state == "waiting"
        assert why in letter.reason
        assert not ServiceRequest.objects.exists()

    def test_a_contact_of_two_enterprises_waits_for_a_decision(self, cast: Cast) -> None:
        a_contact(cast.other, "陈岚", email="chenlan@chenxi.cn")

        assert "多家企业" in takes_in(cast).reason

    def test_the_number_of_somebody_else_s_request_opens_nothing(self, cast: Cast) -> None:
        theirs = a_request(cast.other, cast.acts(cast.duzhong), MONDAY)

        letter = takes_in(cast, subject=f"Re: {theirs.number}")

        assert letter.state == "waiting"
        assert not Entry.objects.filter(request=theirs, kind="message").exists()

    def test_a_reply_to_what_is_resolved_waits_with_the_reason(self, cast: Cast) -> None:
        row = a_resolved_request(cast, MONDAY)

        letter = takes_in(cast, subject=f"Re: {row.number}")

        assert (letter.state, letter.reason) == ("waiting", "这件诉求已不在办理中。")

    def test_a_file_that_is_refused_leaves_the_whole_to_a_decision(self, cast: Cast) -> None:
        letter = takes_in(cast, files=[("程序.exe", b"MZ\x90\x00" * 40)])

        assert letter.state == "waiting"
        assert "程序.exe" in letter.reason
        assert not ServiceRequest.objects.exists()

    @pytest.mark.parametrize(
        "headers",
        [
            {"Auto_Submitted": "auto-replied"},
            {"Precedence": "bulk"},
            {"X_Autoreply": "yes"},
            {"List_Id": "<news.cn>"},
            {"Return_Path": "<>"},
        ],
    )
    def test_out_of_office_and_bounces_are_not_read(
        self, cast: Cast, headers: dict[str, str]
    ) -> None:
        assert takes_in(cast, **headers).state == "ignored"
        assert not ServiceRequest.objects.exists()


class TestDeciding:
    def test_the_window_makes_it_a_request_with_its_files(self, cast: Cast) -> None:
        raw = a_mail(files=[("说明.txt", b"hello")])
        letter = a_letter(cast.park, raw=raw)

        row = services.raise_from_letter(
            letter=letter, enterprise=cast.other, by=cast.acts(cast.linyue), at=MONDAY
        )

        letter.refresh_from_db()
        assert (letter.state, letter.request, bytes(letter.raw)) == ("raised", row, b"")
        assert Attachment.objects.get(request=row).name == "说明.txt"
        with pytest.raises(AlreadyDecided):
            services.drop_letter(letter=letter, by=cast.acts(cast.linyue), at=MONDAY)

    def test_a_section_or_an_enterprise_does_not_decide(self, cast: Cast) -> None:
        letter = a_letter(cast.park)
        for user in (cast.zhouheng, cast.chenlan, cast.admin):
            with pytest.raises(MayNotDecide):
                services.drop_letter(letter=letter, by=cast.acts(user), at=MONDAY)


class TestReading:
    def test_chinese_in_old_encodings_and_pages_is_read(self) -> None:
        raw = (
            b"From: =?gb2312?B?s8LhsA==?= <a@b.cn>\r\nSubject: =?utf-8?B?5YGc55S1?=\r\n"
            b"Message-ID: <x@b.cn>\r\nMIME-Version: 1.0\r\n"
            b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        ) + "<style>p{}</style><p>三号车间<b>停电</b></p><p>急&amp;急</p>".encode("gb2312")

        mail = read_mail(raw)

        assert (mail.subject, mail.address) == ("停电", "a@b.cn")
        assert mail.words == "三号车间停电\n急&急"

    @pytest.mark.parametrize(
        "raw",
        [b"", b"\xff\xfe\x00", b"From: <<<>>>\r\nSubject: =?x?B?!?=\r\n\r\n\x80", b"\r\n" * 9],
    )
    def test_what_is_hardly_a_mail_breaks_nothing(self, raw: bytes) -> None:
        assert isinstance(read_mail(raw).words, str)


@dataclass
class ImapServer:
    """A mailbox on this machine that speaks as much IMAP as is asked of it."""

    mails: dict[int, bytes]
    seen: set[int] = field(default_factory=set)
    password: str = "secret"

    def answer(self, tag: str, command: str) -> bytes:
        done = f"{tag} OK done\r\n".encode()
        upper = command.upper()
        if upper.startswith("CAPABILITY"):
            return b"* CAPABILITY IMAP4rev1\r\n" + done
        if upper.startswith("LOGIN"):
            if command.endswith(f'"{self.password}"'):
                return done
            return f"{tag} NO wrong\r\n".encode()
        if upper.startswith("SELECT"):
            return b"* %d EXISTS\r\n" % len(self.mails) + done
        if upper.startswith("UID SEARCH UNSEEN"):
            left = " ".join(str(n) for n in sorted(set(self.mails) - self.seen))
            return f"* SEARCH {left}\r\n".encode() + done
        if found := re.match(r"UID FETCH (\d+) \(RFC822.SIZE\)", upper):
            number = int(found[1])
            size = len(self.mails[number])
            return f"* 1 FETCH (UID {number} RFC822.SIZE {size})\r\n".encode() + done
        if found := re.match(r"UID FETCH (\d+) \(BODY.PEEK\[\]\)", upper):
            raw = self.mails[int(found[1])]
            head = f"* 1 FETCH (UID {found[1]} BODY[] {{{len(raw)}}}\r\n".encode()
            return head + raw + b")\r\n" + done
        if found := re.match(r"UID STORE (\d+) \+FLAGS", upper):
            self.seen.add(int(found[1]))
        return done


@contextmanager
def served(server: ImapServer) -> Iterator[None]:
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                line, _peer = listening.accept()
            except OSError:
                return
            with line, line.makefile("rb") as told:
                line.sendall(b"* OK ready\r\n")
                for said in told:
                    tag, _space, command = said.decode().strip().partition(" ")
                    line.sendall(server.answer(tag, command))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    port = listening.getsockname()[1]
    wires = Wires(
        lambda host, port: ["93.184.216.34"],
        lambda number, _port, seconds: connect("127.0.0.1", port, seconds),
        lambda line, host: line,
    )
    try:
        with wired(wires):
            yield
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


class TestMailbox:
    def set_up(self, cast: Cast, **told: Any) -> Mailbox:
        told = {
            "address": "imaps://imap.park.cn",
            "login": "office@park.cn",
            "password": "secret",
            **told,
        }
        return services.save_mailbox(park=cast.park, by=cast.acts(cast.admin), at=MONDAY, **told)

    def look(self, cast: Cast) -> int:
        return services.look_into(park_id=cast.park.pk, at=MONDAY)

    def test_unread_mails_are_taken_in_once_and_marked_as_read(self, cast: Cast) -> None:
        self.set_up(cast)
        server = ImapServer(
            {
                7: a_mail("chenlan@chenxi.cn", message_id="<7@a>"),
                9: a_mail("stranger@else.cn", message_id="<9@a>"),
            }
        )
        with served(server):
            counts = [self.look(cast), self.look(cast)]
            server.seen.clear()
            again = self.look(cast)

        assert (counts, again, server.seen) == ([2, 0], 2, {7, 9})
        assert sorted(Letter.objects.values_list("state", flat=True)) == ["raised", "waiting"]
        assert ServiceRequest.objects.count() == 1
        box = Mailbox.objects.get()
        assert (box.looked_at, box.trouble) == (MONDAY, "")

    def test_a_wrong_password_is_said_on_the_page(self, cast: Cast) -> None:
        self.set_up(cast, password="wrong")
        with served(ImapServer({})):
            assert self.look(cast) == 0

        assert "登录名或密码" in Mailbox.objects.get().trouble

    def test_a_mail_that_is_too_large_waits_without_being_fetched(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("qianjin.apps.channels.services.letters.LARGEST", 50)
        self.set_up(cast)
        with served(ImapServer({3: a_mail("chenlan@chenxi.cn")})):
            self.look(cast)

        assert "邮件过大" in Letter.objects.get().reason

    def test_the_password_is_kept_encrypted(self, cast: Cast) -> None:
        box = self.set_up(cast)
        assert "secret" not in box.sealed_password

        self.set_up(cast, password="", folder="企业")

        assert unseal(Mailbox.objects.get().sealed_password) == "secret"

    @pytest.mark.parametrize(
        "address", ["imap://imap.a.cn", "imaps://10.0.0.5", "imaps://mail.lan", "https://a.cn"]
    )
    def test_an_address_the_guard_does_not_call_is_refused(self, cast: Cast, address: str) -> None:
        with pytest.raises(BadMailbox) as refused:
            self.set_up(cast, address=address)

        assert set(refused.value.fields) == {"address"}

    def test_a_private_mail_host_is_read_when_the_operator_names_it(
        self, cast: Cast, settings: Any
    ) -> None:
        settings.PRIVATE_HOSTS = frozenset({"mail.lan"})

        assert self.set_up(cast, address="imaps://mail.lan").address == "imaps://mail.lan"
