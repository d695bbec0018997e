"""诉求单 The page of one request and what one may do there."""

from __future__ import annotations

from django.urls import path

from . import acts, causes, helping, parts, request, request_new, rulings, suggest, triage

urlpatterns = [
    path("requests/new/", request_new.new, name="request_new"),
    path("requests/new/enterprises/", request_new.firms, name="request_new_firms"),
    path("requests/new/alike/", request_new.alike, name="request_new_alike"),
    path("requests/files/<int:pk>/", request.file, name="request_file"),
    path("requests/files/<int:pk>/preview/", request.preview, name="request_preview"),
    path("requests/files/<int:pk>/photo/", request.photo, name="request_photo"),
    path("requests/<slug:number>/", request.request, name="request"),
    path("requests/<slug:number>/similar/", request.similar, name="request_similar"),
    path("requests/<slug:number>/helping/", helping.helping, name="request_helping"),
    path("requests/<slug:number>/suggest/", suggest.suggest, name="request_suggest"),
    path("requests/<slug:number>/triage/", triage.triage, name="request_triage"),
    path("requests/<slug:number>/accept/", acts.accept, name="request_accept"),
    path("requests/<slug:number>/contact/", acts.contact, name="request_contact"),
    path("requests/<slug:number>/reply/", acts.reply, name="request_reply"),
    path("requests/<slug:number>/plan/", acts.plan, name="request_plan"),
    path("requests/<slug:number>/ask-material/", acts.ask_material, name="request_ask_material"),
    path("requests/<slug:number>/supply/", acts.supply, name="request_supply"),
    path("requests/<slug:number>/go-on/", acts.go_on, name="request_go_on"),
    path("requests/<slug:number>/share/", acts.share, name="request_share"),
    path("requests/<slug:number>/return/", acts.give_back, name="request_return"),
    path("requests/<slug:number>/extend/", acts.extend, name="request_extend"),
    path("requests/<slug:number>/chase/", acts.chase, name="request_chase"),
    path("requests/<slug:number>/cause/", causes.open_, name="request_cause"),
    path("causes/", causes.causes, name="request_causes"),
    path("causes/<int:pk>/", causes.cause, name="cause"),
    path("causes/<int:pk>/tell/", causes.tell, name="cause_tell"),
    path("causes/<int:pk>/answer/", causes.answer, name="cause_answer"),
    path("causes/<int:pk>/add/", causes.add, name="cause_add"),
    path("causes/<int:pk>/take-out/", causes.take_out, name="cause_take_out"),
    path("returns/", rulings.returns, name="request_returns"),
    path("returns/<int:pk>/rule/", rulings.rule_return, name="return_rule"),
    path("extensions/", rulings.extensions, name="request_extensions"),
    path("extensions/<int:pk>/rule/", rulings.rule_extension, name="extension_rule"),
    path("parts/<int:pk>/return/", parts.give_back, name="part_return"),
    path("parts/<int:pk>/take/", parts.take, name="part_take"),
    path("parts/<int:pk>/answer/", parts.answer, name="part_answer"),
    path("requests/<slug:number>/resolve/", acts.resolve, name="request_resolve"),
    path("requests/<slug:number>/long-case/", acts.long_case, name="request_long_case"),
    path("requests/<slug:number>/interim/", acts.interim, name="request_interim"),
    path("requests/<slug:number>/milestone/", acts.milestone, name="request_milestone"),
    path("requests/<slug:number>/note/", acts.note, name="request_note"),
    path("requests/<slug:number>/archive/", acts.archive, name="request_archive"),
]
