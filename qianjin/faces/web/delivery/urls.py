"""拿地即开工 The pages of delivery."""

from __future__ import annotations

from django.urls import path

from . import letters, measure, network, plan, step, wall, week, what_if

urlpatterns = [
    path("delivery/", wall.wall, name="delivery"),
    path("delivery/new/", wall.new, name="delivery_new"),
    path("delivery/plan-all/", wall.plan_all, name="delivery_plan_all"),
    path("delivery/export/", wall.export, name="delivery_export"),
    path("delivery/week/", week.week, name="delivery_week"),
    path("delivery/week/sheet/", week.sheet, name="delivery_sheet"),
    path("delivery/measure/", measure.measure, name="delivery_measure"),
    path("delivery/network/", network.network, name="delivery_network"),
    path("delivery/network/set/", network.change, name="delivery_network_set"),
    path("delivery/capacity/", network.capacity, name="delivery_capacity"),
    path("delivery/letters/", letters.letters, name="delivery_letters"),
    path("delivery/letters/<int:pk>/", letters.letter, name="delivery_letter"),
    path("delivery/letters/<int:pk>/act/", letters.act, name="delivery_letter_act"),
    path("delivery/letters/<int:pk>/answer/", letters.answer, name="delivery_letter_answer"),
    path("delivery/letters/<int:pk>/word/", letters.word, name="delivery_letter_word"),
    path("delivery/letters/files/<int:pk>/", letters.file, name="delivery_letter_file"),
    path("delivery/steps/<int:pk>/", step.step, name="delivery_step"),
    path("delivery/steps/<int:pk>/enter/", step.enter, name="delivery_step_enter"),
    path("delivery/files/<int:pk>/", step.file, name="delivery_file"),
    path("delivery/<int:pk>/", plan.plan, name="delivery_plan"),
    path("delivery/<int:pk>/edit/", plan.edit, name="delivery_edit"),
    path("delivery/<int:pk>/act/", plan.act, name="delivery_act"),
    path("delivery/<int:pk>/if/", what_if.what_if, name="delivery_if"),
    path("delivery/<int:pk>/letter/", letters.new, name="delivery_letter_new"),
]
