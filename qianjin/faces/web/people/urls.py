from __future__ import annotations

from django.urls import path

from . import absences, invitations, notices, own, people, roles

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/appoint/", people.appoint, name="appoint"),
    path("people/roles/<int:pk>/end/", people.end_membership, name="membership_end"),
    path("roles/", roles.roles, name="roles"),
    path("absences/", absences.absences, name="absences"),
    path("absences/<int:pk>/end/", absences.end, name="absence_end"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/<int:pk>/revoke/", invitations.revoke, name="invitation_revoke"),
    path("me/", own.profile, name="profile"),
    path("me/language/", own.language, name="language"),
    path("me/drafts/", own.drafts, name="drafts"),
    path("me/views/", own.save_view, name="view_save"),
    path("me/views/<int:pk>/drop/", own.drop_view, name="view_drop"),
    path("me/notices/", notices.notices, name="notices"),
    path("me/notices/read/", notices.read_all, name="notices_read"),
    path("me/notices/<int:pk>/open/", notices.open_notice, name="notice_open"),
]
