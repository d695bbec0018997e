"""专项行动 The pages of special actions."""

from __future__ import annotations

from django.urls import path

from . import giving, setup, sheets, target, views

urlpatterns = [
    path("drives/", views.drives, name="drives"),
    path("drives/new/", setup.new, name="drive_new"),
    path("drives/list-template/", sheets.list_template, name="drive_list_template"),
    path("drives/<int:pk>/", views.drive, name="drive"),
    path("drives/<int:pk>/edit/", setup.edit, name="drive_edit"),
    path("drives/<int:pk>/questions/", setup.questions, name="drive_questions"),
    path("drives/<int:pk>/questions/drop/", setup.question_drop, name="drive_question_drop"),
    path("drives/<int:pk>/enterprises/", setup.enterprises, name="drive_enterprises"),
    path("drives/<int:pk>/resources/", giving.resources, name="drive_resources"),
    path("drives/<int:pk>/tell/", views.tell, name="drive_tell"),
    path("drives/<int:pk>/assign/", views.assign, name="drive_assign"),
    path("drives/<int:pk>/answers/", views.answers, name="drive_answers"),
    path("drives/<int:pk>/finish/", views.finish, name="drive_finish"),
    path("drives/<int:pk>/export/", views.export, name="drive_export"),
    path("drives/<int:pk>/word/", views.word, name="drive_word"),
    path("drives/<int:pk>/template/", sheets.template, name="drive_template"),
    path("drives/<int:pk>/table/", sheets.new, name="drive_sheet_new"),
    path("drives/<int:pk>/list/", sheets.new_list, name="drive_list_new"),
    path("drives/tables/<int:pk>/", sheets.sheet, name="drive_sheet"),
    path("drives/tables/<int:pk>/apply/", sheets.apply, name="drive_sheet_apply"),
    path("drives/tables/<int:pk>/abandon/", sheets.abandon, name="drive_sheet_abandon"),
    path("drives/tables/<int:pk>/errors/", sheets.errors, name="drive_sheet_errors"),
    path("drives/resources/<int:pk>/", giving.resource, name="drive_resource"),
    path("drives/resources/<int:pk>/allot/", giving.allot, name="drive_allot"),
    path("drives/resources/<int:pk>/capacity/", giving.capacity, name="drive_capacity"),
    path("drives/resources/<int:pk>/drop/", giving.drop, name="drive_resource_drop"),
    path("drives/enterprises/<int:pk>/", target.target, name="drive_target"),
    path("drives/enterprises/<int:pk>/answer/", target.answer, name="drive_answer"),
    path("drives/enterprises/<int:pk>/standing/", target.standing, name="drive_standing"),
    path("drives/enterprises/<int:pk>/drop/", target.drop, name="drive_target_drop"),
    path("drives/enterprises/<int:pk>/claim/", target.claim, name="drive_claim"),
    path("drives/enterprises/<int:pk>/give/", target.give, name="drive_give"),
    path("drives/enterprises/<int:pk>/return/", target.give_back, name="drive_give_back"),
    path("drives/files/<int:pk>/", target.file, name="drive_file"),
]
