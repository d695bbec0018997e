"""招商 The pages of investment projects."""

from __future__ import annotations

from django.urls import path

from . import acts, board, listing, project, stages, tables

urlpatterns = [
    path("projects/", listing.projects, name="projects"),
    path("projects/views/", listing.views, name="project_views"),
    path("projects/export/", tables.export, name="project_export"),
    path("projects/import/", tables.take_over, name="project_import"),
    path("projects/board/", board.board, name="project_board"),
    path("projects/new/", acts.new, name="project_new"),
    path("projects/stages/", stages.stages, name="project_stages"),
    path("projects/stages/<int:pk>/", stages.stage, name="project_stage"),
    path("projects/files/<int:pk>/", project.file, name="project_file"),
    path("projects/<int:pk>/", project.project, name="project"),
    path("projects/<int:pk>/edit/", acts.edit, name="project_edit"),
    path("projects/<int:pk>/touch/", acts.touch, name="project_touch"),
    path("projects/<int:pk>/step/", acts.step, name="project_step"),
    path("projects/<int:pk>/move/", acts.move, name="project_move"),
    path("projects/<int:pk>/lost/", acts.lose, name="project_lose"),
]
