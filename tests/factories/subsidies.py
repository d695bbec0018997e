"""Schemes, what is known of enterprises, and claims."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from qianjin.apps.enterprises.models import Enterprise, YearFigures
from qianjin.apps.subsidies import services
from qianjin.apps.subsidies.models import Claim, Qualification, Scheme

from .accounts import Cast
from .parks import NOON

REVENUE = {"field": "revenue_wan", "comparator": "at_least", "values": ["2000"], "group": ""}
RND = {"field": "rnd_share", "comparator": "at_least", "values": ["3"], "group": "a"}
HIGH_TECH = {
    "field": "qualifications",
    "comparator": "has_any",
    "values": ["high_tech", "specialised_sme"],
    "group": "a",
}


def a_scheme(cast: Cast, title: str = "研发投入补助（演示）", **values: Any) -> Scheme:
    """A scheme in force whose window is open at NOON, with two documents asked for."""
    given: dict[str, Any] = {
        "document_number": "演示字2026第1号",
        "issuer": "科技局（演示）",
        "valid_from": date(2026, 1, 1),
        "valid_until": date(2027, 12, 31),
        "opens_on": date(2026, 11, 1),
        "closes_on": date(2026, 12, 31),
        "amount_rule": "上年度研发投入的10%，最高100万元",
        "rate_percent": 10,
        "rate_of": "rnd_wan",
        "ceiling_wan": 100,
        "documents": ["申报表", "研发费用辅助账"],
        "conditions": [REVENUE, RND, HIGH_TECH],
        "state": "published",
        **values,
    }
    return services.write_scheme(
        park=cast.park, by=cast.acts(cast.linyue), at=NOON, title=title, **given
    )


def figures(enterprise: Enterprise, year: int = 2025, **values: Any) -> YearFigures:
    """What an enterprise reported."""
    return YearFigures.objects.create(
        park_id=enterprise.park_id, enterprise=enterprise, year=year, **values
    )


def a_mark(enterprise: Enterprise, kind: str = "high_tech", **values: Any) -> Qualification:
    """A label an enterprise has, entered by the office."""
    given = {"holds": True, "stated_by": "林悦", "stated_at": NOON, **values}
    return Qualification.objects.create(
        park_id=enterprise.park_id, enterprise=enterprise, kind=kind, **given
    )


def a_claim(cast: Cast, scheme: Scheme, enterprise: Enterprise | None = None) -> Claim:
    """A claim its enterprise has begun to prepare."""
    return services.begin(
        scheme=scheme, enterprise=enterprise or cast.chenxi, by=cast.acts(cast.chenlan), at=NOON
    )


PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def pdf(name: str = "申报表.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


def with_documents(cast: Cast, claim: Claim) -> Claim:
    for document in claim.scheme.documents:
        services.add_files(
            claim=claim, files=[pdf()], document=document, by=cast.acts(cast.chenlan), at=NOON
        )
    return claim


def filed(cast: Cast, scheme: Scheme, amount: str = "50") -> Claim:
    return services.file_claim(
        claim=with_documents(cast, a_claim(cast, scheme)),
        claimed_wan=Decimal(amount),
        by=cast.acts(cast.chenlan),
        at=NOON,
    )


def approved(cast: Cast, scheme: Scheme, amount: str = "40") -> Claim:
    return services.approve(
        claim=filed(cast, scheme), approved_wan=Decimal(amount), by=cast.acts(cast.linyue), at=NOON
    )
