"""人脉 The pages of prospects."""

from __future__ import annotations

from django.urls import path

from . import acts, campaigns, detail, doubles, entry, files, listing, moves

urlpatterns = [
    path("prospects/", listing.prospects, name="prospects"),
    path("prospects/firms/", listing.firms, name="prospect_firms"),
    path("prospects/view/", listing.view, name="prospect_view"),
    path("prospects/export/", files.export, name="prospect_export"),
    path("prospects/cards/", files.cards, name="prospect_cards"),
    path("prospects/new/", entry.new, name="prospect_new"),
    path("prospects/read/", entry.read, name="prospect_read"),
    path("prospects/firms/new/", entry.firm_new, name="prospect_firm_new"),
    path("prospects/<int:pk>/", detail.prospect, name="prospect"),
    path("prospects/<int:pk>/edit/", entry.edit, name="prospect_edit"),
    path("prospects/<int:pk>/phone/", acts.phone, name="prospect_phone"),
    path("prospects/<int:pk>/ties/", acts.ties, name="prospect_ties"),
    path("prospects/<int:pk>/forget/", acts.forget, name="prospect_forget"),
    path("prospects/firms/<int:pk>/", detail.firm, name="prospect_firm"),
    path("prospects/firms/<int:pk>/edit/", entry.firm_edit, name="prospect_firm_edit"),
    path("prospects/firms/<int:pk>/retire/", acts.retire, name="prospect_firm_retire"),
    path("prospects/doubles/", doubles.doubles, name="prospect_doubles"),
    path("prospects/doubles/<slug:key>/", doubles.settle, name="prospect_pair"),
    path("prospects/merges/<slug:key>/undo/", doubles.undo, name="prospect_merge_undo"),
    path("prospects/imports/", files.imports, name="prospect_imports"),
    path("prospects/imports/template/", files.template, name="prospect_template"),
    path("prospects/imports/<int:pk>/", files.table, name="prospect_import"),
    path("prospects/imports/<int:pk>/left/", files.left, name="prospect_import_left"),
    path("prospects/campaigns/", campaigns.campaigns, name="prospect_campaigns"),
    path("prospects/campaigns/<int:pk>/", campaigns.campaign, name="prospect_campaign"),
    path("prospects/campaigns/<int:pk>/export/", campaigns.export, name="prospect_targets"),
    path("prospects/targets/<int:pk>/", campaigns.target, name="prospect_target"),
    path("prospects/handover/", moves.handover, name="prospect_handover"),
    path("prospects/handover/<int:pk>/undo/", moves.undo, name="prospect_handover_undo"),
]
