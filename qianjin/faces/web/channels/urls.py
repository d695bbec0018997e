from __future__ import annotations

from django.urls import path

from . import letters, robots, rules

urlpatterns = [
    path("channels/", robots.robots, name="robots"),
    path("channels/robots/<int:pk>/", robots.robot, name="robot"),
    path("channels/robots/<int:pk>/try/", robots.attempt, name="robot_try"),
    path("channels/robots/<int:pk>/pause/", robots.pause, name="robot_pause"),
    path("channels/robots/<int:pk>/wake/", robots.wake, name="robot_wake"),
    path("channels/rules/", rules.rules, name="rules"),
    path("channels/rules/<int:pk>/", rules.rule, name="rule"),
    path("channels/rules/<int:pk>/pause/", rules.pause, name="rule_pause"),
    path("channels/rules/<int:pk>/wake/", rules.wake, name="rule_wake"),
    path("channels/mailbox/", letters.mailbox, name="mailbox"),
    path("letters/", letters.letters, name="letters"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/drop/", letters.drop, name="letter_drop"),
]
