"""The pages of delivery: what they show, to whom."""

from __future__ import annotations

from tests.factories.delivery import the_step


def test_every_page_of_the_office_answers(keeper, cast, plans) -> None:
    step = the_step(plans.stock, "D05").pk
    for path in (
        "", "new/", "week/", "week/sheet/", "week/sheet/?as=excel", "measure/", "network/",
        "network/set/?key=D05", "letters/", "letters/?state=all", f"letters/{plans.letter.pk}/",
        f"letters/{plans.letter.pk}/word/", f"steps/{step}/", f"{plans.stock.pk}/",
        f"{plans.stock.pk}/?view=whole", f"{plans.stock.pk}/?view=steps",
        f"{plans.stock.pk}/?view=network", f"{plans.stock.pk}/?view=print",
        f"{plans.stock.pk}/edit/", f"{plans.stock.pk}/if/",
        f"{plans.stock.pk}/if/?step={step}&later=5",
        f"{plans.stock.pk}/letter/?step={step}", "export/",
    ):  # fmt: skip
        response = keeper.get(f"/{cast.park.slug}/delivery/{path}")
        assert response.status_code == 200, (path, response.status_code)
