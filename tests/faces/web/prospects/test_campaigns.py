"""The pages of campaigns: opened, loaded, assigned, called."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from qianjin.apps.prospects.models import Campaign, Organisation, Target
from tests.apps.prospects.test_targets import REGISTER
from tests.factories import web
from tests.factories.accounts import Cast
from tests.factories.web import signed_in

from .test_pages import at, text_of


def test_from_what_is_lacking_to_a_firm_in_the_book(cast: Cast) -> None:
    head, caller = signed_in(cast.zhouheng), signed_in(cast.yeting)

    def send(client: Any, path: str, **data: Any) -> Any:
        return web.send(client, at(cast, path), data)

    send(
        head, "campaigns/", name="补链（演示）", sector="auto", cities="上海、苏州", nodes=["AM08"]
    )
    campaign = Campaign.objects.get()
    page = f"campaigns/{campaign.pk}/"
    bad = SimpleUploadedFile("a.csv", REGISTER.replace("60000", "六万").encode())
    good = SimpleUploadedFile("b.csv", REGISTER.encode())
    refused = send(head, page, act="load", file=bad)
    send(head, page, act="load", file=good)
    send(head, page, act="assign", caller=cast.yeting.pk, count="2")

    assert campaign.cities == ["上海", "苏州"]
    assert refused.status_code == 422 and "第3行F列" in text_of(refused)
    listed = text_of(caller.get(at(cast, page + "?mine=on")))
    assert "上海青松电机" in listed and "补上节点：驱动电机 +30" in listed
    assert "餐饮" not in listed
    best = Target.objects.order_by("-score").first()
    shown = text_of(caller.get(at(cast, f"targets/{best.pk}/")))
    assert "60分（满分100）" in shown
    done = send(caller, f"targets/{best.pk}/", state="adopted", words="想来看看")
    firm = Organisation.objects.get()
    assert done["Location"].endswith(f"/prospects/firms/{firm.pk}/")
    assert b"".join(caller.get(at(cast, page + "export/")).streaming_content)[:2] == b"PK"
    assert send(caller, page, act="close").status_code == 403
    send(head, page, act="close")
    assert "已结束" in text_of(head.get(at(cast, "campaigns/")))
