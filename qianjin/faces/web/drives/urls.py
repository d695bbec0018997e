"""专项行动 The pages of special actions."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("drives/", views.drives, name="drives"),
    path("drives/new/", views.new, name="drive_new"),
    path("drives/<int:pk>/", views.drive, name="drive"),
    path("drives/<int:pk>/tell/", views.tell, name="drive_tell"),
    path("drives/<int:pk>/finish/", views.finish, name="drive_finish"),
    path("drives/<int:pk>/export/", views.export, name="drive_export"),
    path("drives/enterprises/<int:pk>/", views.target, name="drive_target"),
]
