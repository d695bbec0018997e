"""导入 Addresses under which tables are taken over into the directory."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import import_acts, import_columns, import_list, import_preview, import_result

urlpatterns: list[URLPattern | URLResolver] = [
    path("enterprises/imports/", import_list.imports, name="imports"),
    path("enterprises/imports/new/", import_list.import_new, name="import_new"),
    path("enterprises/imports/template/", import_list.import_template, name="import_template"),
    path("enterprises/imports/<int:pk>/", import_preview.import_preview, name="import_preview"),
    path("enterprises/imports/<int:pk>/rows/", import_acts.import_decide, name="import_decide"),
    path(
        "enterprises/imports/<int:pk>/undecided/",
        import_acts.import_decide_rest,
        name="import_decide_rest",
    ),
    path(
        "enterprises/imports/<int:pk>/columns/",
        import_columns.import_columns,
        name="import_columns",
    ),
    path("enterprises/imports/<int:pk>/take-over/", import_acts.import_apply, name="import_apply"),
    path(
        "enterprises/imports/<int:pk>/give-up/", import_acts.import_abandon, name="import_abandon"
    ),
    path("enterprises/imports/<int:pk>/result/", import_result.import_result, name="import_result"),
    path(
        "enterprises/imports/<int:pk>/left-out/", import_result.import_errors, name="import_errors"
    ),
    path("enterprises/imports/<int:pk>/undo/", import_acts.import_undo, name="import_undo"),
]
