from __future__ import annotations

from django.urls import path

from . import about, calendar, calendar_changes, duties, promises, settings, trail, units

urlpatterns = [
    path("about/", about.about, name="about"),
    path("about/new/", about.enter, name="about_new"),
    path("about/<int:pk>/strike/", about.strike, name="about_strike"),
    path("settings/", settings.park, name="park"),
    path("settings/units/", units.units, name="units"),
    path("settings/units/<int:pk>/", units.unit, name="unit"),
    path("settings/units/<int:pk>/close/", units.close, name="unit_close"),
    path("settings/units/<int:pk>/reopen/", units.reopen, name="unit_reopen"),
    path("settings/duties/", duties.duties, name="duties"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/import/", calendar_changes.preview, name="calendar_import"),
    path("calendar/adopt/", calendar_changes.adopt, name="calendar_adopt"),
    path("calendar/day/", calendar_changes.set_day, name="calendar_day"),
    path("calendar/new/", calendar_changes.add, name="calendar_new"),
    path("calendar/<slug:code>/hours/", calendar_changes.hours, name="calendar_hours"),
    path("promises/", promises.promises, name="promises"),
    path("promises/choose/", promises.choose, name="promise_choose"),
    path("promises/new/", promises.new, name="promise_new"),
    path("promises/<slug:code>/edit/", promises.edit, name="promise_edit"),
    path("audit/", trail.trail, name="audit"),
    path("audit/verify/", trail.verify, name="audit_verify"),
    path("audit/export/", trail.export, name="audit_export"),
    path("audit/<int:seq>/", trail.entry, name="audit_entry"),
]
