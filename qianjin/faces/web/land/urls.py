"""地块 The pages of the parcel book."""

from __future__ import annotations

from django.urls import path

from . import barriers, changes, editing, lowuse, parcels, proposing, rules, surveys, tables, tenure

urlpatterns = [
    path("parcels/", parcels.parcels, name="parcels"),
    path("parcels/new/", proposing.new, name="parcel_new"),
    path("parcels/export/", tables.export, name="parcels_export"),
    path("parcels/survey/", tables.export_survey, name="parcels_survey"),
    path("parcels/import/", tables.import_table, name="parcels_import"),
    path("parcels/rules/", rules.rules, name="parcel_rules"),
    path("parcels/files/<int:pk>/", parcels.file, name="parcel_file"),
    path("parcels/files/<int:pk>/remove/", editing.remove_file, name="parcel_file_remove"),
    path("parcels/rights/<int:pk>/end/", tenure.end_right, name="parcel_right_end"),
    path("parcels/<int:pk>/", parcels.parcel, name="parcel"),
    path("parcels/<int:pk>/edit/", editing.edit, name="parcel_edit"),
    path("parcels/<int:pk>/note/", editing.note, name="parcel_note"),
    path("parcels/<int:pk>/files/", editing.add_files, name="parcel_files"),
    path("parcels/<int:pk>/indicators/", editing.indicators, name="parcel_indicators"),
    path("parcels/<int:pk>/shares/", tenure.shares, name="parcel_shares"),
    path("parcels/<int:pk>/rights/", tenure.right, name="parcel_right"),
    path("parcels/<int:pk>/split/", proposing.split, name="parcel_split"),
    path("parcels/<int:pk>/merge/", proposing.merge, name="parcel_merge"),
    path("parcels/<int:pk>/boundary/", proposing.boundary, name="parcel_boundary"),
    path("parcels/<int:pk>/low-use/", lowuse.enter, name="parcel_low_use"),
    path("parcels/<int:pk>/survey/", tables.export_one, name="parcel_export"),
    path("barriers/", barriers.barriers, name="barriers"),
    path("barriers/new/", barriers.barrier_new, name="barrier_new"),
    path("barriers/<int:pk>/", barriers.barrier, name="barrier"),
    path("parcel-surveys/", surveys.surveys, name="parcel_surveys"),
    path("parcel-surveys/<int:pk>/", surveys.survey, name="parcel_survey"),
    path("parcel-surveys/<int:pk>/reading/", surveys.say, name="parcel_survey_say"),
    path("parcel-surveys/<int:pk>/repairs/", surveys.repair, name="parcel_survey_repair"),
    path("parcel-surveys/<int:pk>/undo/", surveys.undo, name="parcel_survey_undo"),
    path("parcel-surveys/<int:pk>/drop/", surveys.drop, name="parcel_survey_drop"),
    path("parcel-surveys/<int:pk>/propose/", surveys.propose, name="parcel_survey_propose"),
    path("parcel-changes/", changes.changes, name="parcel_changes"),
    path("parcel-changes/<int:pk>/", changes.change, name="parcel_change"),
    path("parcel-changes/<int:pk>/approve/", changes.approve, name="parcel_change_approve"),
    path("parcel-changes/<int:pk>/reject/", changes.reject, name="parcel_change_reject"),
    path("parcel-changes/<int:pk>/withdraw/", changes.withdraw, name="parcel_change_withdraw"),
    path("low-use/", lowuse.cases, name="low_use"),
    path("low-use/rule/", lowuse.apply_rule, name="low_use_rule"),
    path("low-use/<int:pk>/", lowuse.case, name="low_use_case"),
    path("low-use/<int:pk>/remedy/", lowuse.remedy, name="low_use_remedy"),
    path("low-use/<int:pk>/report/", lowuse.report, name="low_use_report"),
    path("low-use/<int:pk>/settle/", lowuse.settle, name="low_use_settle"),
]
