from __future__ import annotations

from django.urls import path

from . import robots

urlpatterns = [
    path("channels/", robots.robots, name="robots"),
    path("channels/robots/<int:pk>/", robots.robot, name="robot"),
    path("channels/robots/<int:pk>/try/", robots.attempt, name="robot_try"),
    path("channels/robots/<int:pk>/pause/", robots.pause, name="robot_pause"),
    path("channels/robots/<int:pk>/wake/", robots.wake, name="robot_wake"),
]
