from __future__ import annotations

from django.urls import path

from . import coverage, feed, finding, ground, plans, records, rounds, rules

urlpatterns = [
    path("visits/", coverage.visits, name="visits"),
    path("visits/export/", coverage.export, name="visits_export"),
    path("visits/records/", records.visit_list, name="visit_list"),
    path("visits/new/", records.visit_new, name="visit_new"),
    path("visits/<int:pk>/", records.visit, name="visit"),
    path("visits/<int:pk>/word/", records.visit_word, name="visit_word"),
    path("visits/<int:pk>/photos/", records.visit_photos, name="visit_photos"),
    path("visits/photos/<int:pk>/", records.photo_file, name="visit_photo"),
    path("visits/photos/<int:pk>/preview/", records.photo_preview, name="visit_preview"),
    path("visits/findings/<int:pk>/", finding.finding_request, name="visit_finding"),
    path("visits/today/", rounds.today, name="round_today"),
    path("visits/rounds/", rounds.round_list, name="rounds"),
    path("visits/rounds/<int:pk>/", rounds.one, name="round"),
    path("visits/rounds/<int:pk>/word/", rounds.word_sheet, name="round_word"),
    path("visits/rounds/<int:pk>/begin/", rounds.begin, name="round_begin"),
    path("visits/rounds/<int:pk>/end/", rounds.end, name="round_end"),
    path("visits/rounds/<int:pk>/call-off/", rounds.call_off, name="round_call_off"),
    path("visits/stops/<int:pk>/arrive/", rounds.arrive, name="round_arrive"),
    path("visits/stops/<int:pk>/skip/", rounds.skip, name="round_skip"),
    path("visits/plans/", plans.plans, name="plans"),
    path("visits/plans/<int:pk>/", plans.plan, name="plan"),
    path("visits/plans/<int:pk>/change/", plans.change, name="plan_change"),
    path("visits/plans/<int:pk>/accept/", plans.accept, name="plan_accept"),
    path("visits/plans/<int:pk>/give-up/", plans.give_up, name="plan_give_up"),
    path("visits/rules/", rules.rules, name="visit_rules"),
    path("visits/rules/travel/", rules.travel, name="visit_travel"),
    path("visits/rules/questions/", rules.questions, name="visit_questions"),
    path("visits/times/", ground.times, name="visit_times"),
    path("visits/times/<int:pk>/", ground.time_of, name="visit_time"),
    path("enterprises/<int:pk>/place/", ground.place, name="visit_place"),
    path("visits/calendar/", feed.feed, name="visit_feed"),
]
