"""
The gallery at /ui/: every component in every state, and a few whole pages made of them.

For those who build pages, for the eye that judges them, and for the tests that photograph them. It
reads nothing of any park.
"""

from __future__ import annotations

from importlib import resources
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from qianjin.ui import icons, samples
from qianjin.ui.samples import either
from qianjin.ui.tones import TONES

PAGES = ("today", "request", "requests", "ask", "follow", "mine", "sign-in", "refused")


class SampleForm(forms.Form):
    """A request as an enterprise writes it; its labels are samples, chosen when it is made."""

    title = forms.CharField(max_length=60)
    kind = forms.ChoiceField(choices=[])
    aim = forms.ChoiceField(choices=[], widget=forms.RadioSelect, required=False)
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}))
    phone = forms.CharField(widget=forms.TextInput(attrs={"type": "tel"}), required=False)
    urgent = forms.BooleanField(required=False)
    needs = forms.MultipleChoiceField(
        choices=[], widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "title": either("一句话说清楚", "In one sentence"),
            "kind": either("类型", "Type"),
            "aim": either("三服务", "Aim"),
            "text": either("请说说情况", "Tell us more"),
            "phone": either("手机", "Mobile"),
            "urgent": either("影响生产，请尽快", "Production is affected, please hurry"),
            "needs": either("还需要", "Also needed"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["title"].help_text = either("例如：临时用电", "For instance: temporary power")
        self.fields["phone"].help_text = either("只有经办人看得见", "Only the officer sees it")
        choices = {
            "kind": [
                ("", "—"),
                ("ENG", either("用能", "Energy")),
                ("LAB", either("用工", "Labour")),
            ],
            "aim": [
                ("event", either("活动服务", "Events")),
                ("carrier", either("载体服务", "Premises")),
                ("precise", either("精准服务", "Precise service")),
            ],
            "needs": [
                ("visit", either("上门", "A visit")),
                ("call", either("回电", "A call")),
                ("paper", either("书面答复", "An answer in writing")),
            ],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options


def sample_context() -> dict[str, Any]:
    """Everything the templates of the gallery show, made anew for the language of the request."""
    return samples.everything() | {
        "person_key": "gallery",
        "now": timezone.now(),
        "now_hour": "9:42",
        "tones": list(TONES),
        "icon_names": list(icons.ICONS),
        "form": SampleForm(),
        "bad_form": SampleForm({"bad-kind": "X", "bad-aim": "precise"}, prefix="bad"),
        "portal_frame": samples.frame("mine", portal=True),
        "page_names": PAGES,
    }


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    return render(request, "ui/gallery/index.html", sample_context() | {"frame": samples.frame()})


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """
    One whole page made of the kit.

    :raises Http404: there is no sample page of that name.
    """
    if name not in PAGES:
        raise Http404(name)
    portal = name in {"ask", "follow", "mine"}
    active = {"today": "today", "ask": "ask", "follow": "mine", "mine": "mine"}.get(name, "service")
    context = sample_context() | {"frame": samples.frame(active, portal=portal)}
    template = f"ui/gallery/page_{name.replace('-', '_')}.html"
    return render(request, template, context)


@require_safe
def found(request: HttpRequest) -> HttpResponse:
    """What the palette finds in the gallery: components and pages whose name holds the words."""
    words = request.GET.get("q", "").strip().lower()
    pages = [name for name in PAGES if words in name]
    parts = [name for name in component_names() if words in name] if words else []
    return render(request, "ui/gallery/found.html", {"pages": pages, "components": parts[:8]})


def component_names() -> list[str]:
    """The components of the kit by file name, in order."""
    folder = resources.files("qianjin.ui").joinpath("templates/cotton/ui")
    return sorted(item.name[: -len(".html")] for item in folder.iterdir() if item.is_file())
