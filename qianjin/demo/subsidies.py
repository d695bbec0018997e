"""政策兑现 Invented schemes, whom the story told of them, and claims in every state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.enterprises import services as enterprises
from qianjin.apps.enterprises.models import YearFigures
from qianjin.apps.parks.models import Park
from qianjin.apps.subsidies import condition_text, services
from qianjin.apps.subsidies.models import Claim, Scheme

from .directory import DATA, Client

RND_FIRMS = 26
"""Of so many the research spending of last year is known; the others have to fill it in."""
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TOLD_DAYS = 20


@lru_cache(maxsize=1)
def texts() -> dict[str, Any]:
    """The invented schemes."""
    found: dict[str, Any] = yaml.safe_load((DATA / "subsidies.yaml").read_text("utf-8"))
    return found


def carry_out(
    park: Park, people: dict[str, Actor], clients: Sequence[Client], *, at: datetime
) -> None:
    """Schemes of different ages, enterprises told, and one claim in each state."""
    with translation.override("zh-hans"):
        _report(people["linyue"], clients, at)
        schemes = {row["key"]: _enter(park, people, row, at) for row in texts()["schemes"]}
        told_at = at - timedelta(days=TOLD_DAYS)
        for key in ("rnd", "upgrade", "sme"):
            services.tell(scheme=schemes[key], by=people["linyue"], at=told_at)
        _claims(schemes, people, clients, at)
        services.remind(park_id=park.pk, at=at)


def _report(keeper: Actor, clients: Sequence[Client], at: datetime) -> None:
    """Revenue of last year for all, research for some, labels as far as they are known."""
    year = timezone.localdate(at).year - 1
    known = {
        row.enterprise_id: row
        for row in YearFigures.objects.filter(
            year=year, enterprise__in=[client.enterprise.pk for client in clients]
        )
    }
    for number, client in enumerate(clients, start=1):
        row = known.get(client.enterprise.pk)
        if row is None or row.output_wan is None:
            continue
        revenue = (row.output_wan * Decimal("0.96")).quantize(Decimal("0.01"))
        share = Decimal(str(1.6 + number * 7 % 40 / 10)) / 100
        told = {"rnd_wan": (revenue * share).quantize(Decimal("0.01"))}
        enterprises.set_figures(
            enterprise=client.enterprise,
            year=year,
            by=keeper,
            at=at - timedelta(days=200),
            revenue_wan=revenue,
            **(told if number <= RND_FIRMS else {}),
        )
    until = date(timezone.localdate(at).year + 2, 11, 30)
    for kind, numbers in texts()["marks"].items():
        for number in numbers:
            services.state_qualification(
                enterprise=clients[number - 1].enterprise,
                kind="specialised_sme" if kind == "none" else kind,
                holds=kind != "none",
                valid_until=until if kind != "none" else None,
                by=keeper,
                at=at - timedelta(days=150),
            )


def _enter(park: Park, people: dict[str, Actor], row: dict[str, Any], at: datetime) -> Scheme:
    today = timezone.localdate(at)

    def day(name: str) -> date | None:
        return today + timedelta(days=row[name]) if name in row else None

    return services.write_scheme(
        park=park,
        title=row["title"],
        document_number=row["document_number"],
        issuer=row["issuer"],
        valid_from=day("from"),
        valid_until=day("until"),
        opens_on=day("opens"),
        closes_on=day("closes"),
        amount_rule=row["amount_rule"],
        rate_percent=Decimal(row["rate_percent"]) if "rate_percent" in row else None,
        rate_of=row.get("rate_of", ""),
        ceiling_wan=Decimal(row["ceiling_wan"]) if "ceiling_wan" in row else None,
        documents=row.get("documents", []),
        conditions=condition_text.read("\n".join(row["conditions"])),
        body=row.get("body", ""),
        state=row.get("state", "published"),
        is_demo=True,
        by=people[row["by"]],
        at=at + timedelta(days=row["checked"]),
    )


def _claims(
    schemes: dict[str, Scheme],
    people: dict[str, Actor],
    clients: Sequence[Client],
    at: datetime,
) -> None:
    """Of who was told: some open it, prepare, file; the bureau grants, pays, refuses."""
    window = people["linyue"]
    by_firm = {client.enterprise.pk: client.actor for client in clients}
    for key, fates in _FATES.items():
        rows = Claim.objects.filter(scheme=schemes[key]).select_related("scheme", "enterprise")
        for claim, fate in zip(rows.order_by("enterprise_id"), fates, strict=False):
            _go(claim, fate, by_firm[claim.enterprise_id], window, at)


_FATES = {
    "rnd": ("preparing", "paid", "review", "opened", "filed", "part", "told", "opened"),
    "upgrade": ("filed", "approved", "declined", "preparing", "paid", "told", "opened"),
    "sme": ("paid", "refused", "paid", "sent_back", "review", "opened"),
}
"""What becomes of those told, in the order of their entry; the others leave it unopened."""
_AMOUNTS = {"rnd": Decimal("96.5"), "upgrade": Decimal(180), "sme": Decimal(20)}


def _go(claim: Claim, fate: str, contact: Actor, window: Actor, at: datetime) -> None:
    def days(back: float) -> datetime:
        return at - timedelta(days=back)

    if fate == "told":
        return
    services.opened(claim=claim, by=contact, at=days(18))
    if fate == "opened":
        return
    if fate == "declined":
        services.decline(claim=claim, words="本年度没有技改项目", by=contact, at=days(15))
        return
    services.begin(scheme=claim.scheme, enterprise=claim.enterprise, by=contact, at=days(16))
    documents = claim.scheme.documents
    for name in documents[:1] if fate == "preparing" else documents:
        file = SimpleUploadedFile(f"{name}（演示）.pdf", PDF, "application/pdf")
        services.add_files(claim=claim, files=[file], document=name, by=contact, at=days(15))
    if fate == "preparing":
        return
    amount = min(_AMOUNTS.get(_key(claim), Decimal(20)), claim.scheme.ceiling_wan or Decimal(20))
    services.file_claim(claim=claim, claimed_wan=amount, by=contact, at=days(14))
    if fate == "filed":
        return
    if fate == "sent_back":
        services.send_back(claim=claim, words="认定文件缺第二页", by=window, at=days(12))
        return
    services.hand_over(claim=claim, by=window, at=days(12))
    if fate == "review":
        return
    if fate == "refused":
        services.refuse(claim=claim, words="往年已享受同类奖励", by=window, at=days(5))
        return
    granted = (amount * Decimal("0.9")).quantize(Decimal("0.01"))
    services.approve(claim=claim, approved_wan=granted, by=window, at=days(6))
    if fate == "approved":
        return
    paid = granted if fate == "paid" else (granted / 2).quantize(Decimal("0.01"))
    day = timezone.localdate(days(2))
    services.pay(claim=claim, paid_wan=paid, paid_on=day, by=window, at=days(2))


def _key(claim: Claim) -> str:
    return next(row["key"] for row in texts()["schemes"] if row["title"] == claim.scheme.title)
