"""Pages the small scripts are tried on: forms of every kind, answers of every kind, no database."""

from __future__ import annotations

import json
import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django_cotton.compiler_regex import CottonCompiler

received: list[dict[str, Any]] = []
"""What the pages have sent, in order."""


def sent(path: str = "/test/answer/200") -> list[dict[str, Any]]:
    """What was sent to one address."""
    return [entry for entry in received if entry["path"] == path]


PAGE = """{% extends "ui/plain.html" %}{% block title %}trial{% endblock %}{% block main %}
<form id="draft" class="card form-grid" method="post" action="/test/answer/200?slow=0.4"
 data-draft="ask:1" data-draft-url="/test/answer/204">{% csrf_token %}
<input type="hidden" name="version" value="{{ version }}">
<input type="hidden" name="once" value="k1">
<label>title <input name="title"></label>
<label>secret <input type="password" name="secret"></label>
<label><input type="checkbox" name="urgent" value="yes"> urgent</label>
<label><input type="radio" name="aim" value="a"> a</label>
<label><input type="radio" name="aim" value="b"> b</label>
<label>kinds <select name="kinds" multiple><option>x</option><option>y</option></select></label>
<button class="btn is-main" name="act" value="send">send</button>
<span class="draft-state"></span></form>
<form id="ask" method="post" action="/test/answer/200" data-confirm="really?">{% csrf_token %}
<button class="btn" name="act" value="confirmed">ask</button></form>
<form id="long" method="post" action="/test/answer/204?slow=0.4"
 data-waits="waiting">{% csrf_token %}
<button class="btn">long</button></form><c-ui.waiting text="takes its time" />
<form id="swap" hx-target="#place"
 hx-post="/test/answer/{{ status }}?trigger={{ trigger|urlencode }}">{% csrf_token %}
<button class="btn">swap</button></form>
<button class="btn" id="question" hx-post="/test/answer/200" hx-target="#place"
 hx-confirm="sure?">question</button><div id="place">untouched</div>
<form id="out" method="post" action="/test/answer/200" data-forget-drafts>{% csrf_token %}
<button class="btn">out</button></form>
<a class="back" href="/ui/pages/requests/">back</a>
<time data-due="{{ due }}">…</time>
<form id="upload" method="post" enctype="multipart/form-data" action="/test/answer/200">
{% csrf_token %}<c-ui.file-field name="files" label="files" accept=".png,.pdf"
 :max_bytes="300000" :max_count="2" />
<button class="btn">upload</button></form>{% endblock %}"""


def page(request: HttpRequest) -> HttpResponse:
    """The trial page; what differs comes in the address."""
    template = engines["django"].from_string(CottonCompiler().process(PAGE))
    context = {
        "person_key": request.GET.get("person", "7"),
        "draft_cleared": request.GET.get("cleared", ""),
        "status": request.GET.get("status", "200"),
        "trigger": request.GET.get("trigger", ""),
        "version": request.GET.get("version", "1"),
        "due": request.GET.get("due", ""),
    }
    return HttpResponse(template.render(context, request))


def answer(request: HttpRequest, status: int) -> HttpResponse:
    """Keep what came; answer with that status, slowly when asked."""
    kept = {name: request.POST.getlist(name) for name in request.POST}
    files = [(file.name, file.size) for file in request.FILES.getlist("files")]
    received.append({"path": request.path, "fields": kept, "files": files})
    if request.GET.get("slow"):
        time.sleep(float(request.GET["slow"]))
    response = HttpResponse(f'<p id="answer">answer {status}</p>', status=status)
    if request.GET.get("trigger"):
        response["HX-Trigger"] = json.dumps(json.loads(request.GET["trigger"]))
    return response


urlpatterns = [
    path("ui/", include("qianjin.ui.urls")),
    path("test/", page),
    path("test/answer/<int:status>", answer),
]
