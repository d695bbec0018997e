"""The gallery shows the whole kit, in both languages, and its pages keep to the policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import Client

from qianjin.ui import gallery, icons

pytestmark = pytest.mark.urls("tests.ui.urls")

TEMPLATES = Path(gallery.__file__).parent / "templates"
SHOWN = "".join(path.read_text("utf-8") for path in (TEMPLATES / "ui/gallery").glob("*.html"))
AROUND = "".join(
    (TEMPLATES / "ui" / name).read_text("utf-8")
    for name in ("base.html", "staff.html", "plain.html")
)


def read(client: Client, address: str, language: str = "zh-hans") -> str:
    client.cookies["django_language"] = language
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", gallery.component_names())
def test_every_component_stands_in_the_gallery(name: str) -> None:
    tag = f"<c-ui.{name.replace('_', '-')}"

    assert re.search(rf"{re.escape(tag)}[\s/>]", SHOWN + AROUND), f"{tag} is shown nowhere"


@pytest.mark.parametrize("name", gallery.component_names())
def test_every_component_says_what_it_takes(name: str) -> None:
    source = (TEMPLATES / "cotton/ui" / f"{name}.html").read_text("utf-8")

    comment = re.search(r"{% comment %}(.*?){% endcomment %}", source, re.DOTALL)
    props = re.search(r"<c-vars\s(.*?)/>", source, re.DOTALL)

    assert comment, "no comment naming its props"
    assert props, "no <c-vars>"
    declared = set(re.findall(r"(?:^|\s):?([a-z_]+)=", props[1])) - {"class"}
    unnamed = {prop for prop in declared if not re.search(rf"\b{prop}\b", comment[1])}
    assert not unnamed, f"not named in the comment: {unnamed}"


@pytest.mark.parametrize("name", gallery.component_names())
def test_the_list_of_components_is_complete(name: str) -> None:
    listed = (Path(__file__).parents[2] / "docs/ui-kit.md").read_text("utf-8")

    assert f"`{name.replace('_', '-')}`" in listed


def test_the_gallery_speaks_both_languages(client: Client) -> None:
    chinese, english = read(client, "/ui/"), read(client, "/ui/", "en")

    assert '<html lang="zh-Hans"' in chinese
    assert "组件一览" in chinese
    assert "Component gallery" not in chinese
    assert '<html lang="en"' in english
    assert "Component gallery" in english


def test_an_english_page_holds_no_chinese_but_names(client: Client) -> None:
    page = read(client, "/ui/", "en")
    visible = re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL)

    left = set(re.findall(r"[\u4e00-\u9fff]+", visible))

    assert left <= {"前进", "中文", "晨曦", "件"}


@pytest.mark.parametrize("name", gallery.PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_whole_page_can_be_seen(client: Client, name: str, language: str) -> None:
    page = read(client, f"/ui/pages/{name}/", language)

    assert page.count("<main") == 1
    assert '<a class="skip" href="#main">' in page


def test_an_unknown_page_is_missing(client: Client) -> None:
    assert client.get("/ui/pages/nothing/").status_code == 404


def test_the_palette_finds_components_by_a_part_of_their_name(client: Client) -> None:
    page = read(client, "/ui/found/?q=gauge")

    assert "promise_gauge" in page
    assert "rating_shown" not in page


def test_a_page_obeys_the_policy(client: Client) -> None:
    page = read(client, "/ui/") + "".join(read(client, f"/ui/pages/{n}/") for n in gallery.PAGES)

    assert not re.search(r"<[^>]+\sstyle=", page)
    assert not re.search(r"<[^>]+\son\w+=", page)
    assert not re.search(r"<script(?![^>]+\bsrc=)", page)
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)


def test_ids_are_given_once_on_a_page(client: Client) -> None:
    for name in gallery.PAGES:
        ids = re.findall(r'\sid="([^"]+)"', read(client, f"/ui/pages/{name}/"))
        assert sorted(set(ids)) == sorted(ids)


def test_the_chosen_theme_is_written_by_the_server(client: Client) -> None:
    client.cookies["theme"] = "dark"
    client.cookies["density"] = "compact"

    assert 'data-theme="dark" data-density="compact"' in read(client, "/ui/")


def test_a_forged_theme_is_left_out(client: Client) -> None:
    client.cookies["theme"] = '"><script>'

    assert "data-theme=" not in read(client, "/ui/pages/today/").split(">")[1]


def test_the_language_switch_returns_to_the_page(client: Client) -> None:
    response = client.post("/ui/language/", {"language": "en", "next": "/ui/pages/today/"})

    assert response.headers["Location"] == "/ui/pages/today/"
    assert "Skip to the content" in client.get("/ui/pages/today/").content.decode()


def test_a_misspelt_component_is_an_error_and_not_nothing() -> None:
    from django.template import TemplateDoesNotExist

    with pytest.raises(TemplateDoesNotExist):
        get_template("cotton/ui/buton.html")


def test_every_icon_is_shown(client: Client) -> None:
    page = read(client, "/ui/")

    assert all(f"<small>{name}</small>" in page for name in icons.ICONS)
