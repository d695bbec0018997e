"""企业库 Addresses of the enterprise directory."""

from __future__ import annotations

from django.urls import include, path

from . import contacts, detail, editing, listing, merges, poster

urlpatterns = [
    path("", include("qianjin.faces.web.enterprises.import_urls")),
    path("enterprises/", listing.enterprises, name="enterprises"),
    path("enterprises/export/", listing.enterprise_export, name="enterprise_export"),
    path("enterprises/views/", listing.enterprise_view, name="enterprise_view"),
    path("enterprises/new/", editing.enterprise_new, name="enterprise_new"),
    path("enterprises/<int:pk>/", detail.enterprise, name="enterprise"),
    path("enterprises/<int:pk>/poster/", poster.poster, name="enterprise_poster"),
    path("enterprises/<int:pk>/poster/word/", poster.poster_word, name="enterprise_poster_word"),
    path("enterprises/<int:pk>/edit/", editing.enterprise_edit, name="enterprise_edit"),
    path("enterprises/<int:pk>/officer/", detail.enterprise_assign, name="enterprise_assign"),
    path("enterprises/<int:pk>/notes/", detail.enterprise_note, name="enterprise_note"),
    path("enterprises/<int:pk>/figures/", detail.enterprise_figures, name="enterprise_figures"),
    path("enterprises/<int:pk>/contacts/new/", contacts.contact_new, name="contact_new"),
    path("enterprises/<int:pk>/merge/", merges.merge, name="merge"),
    path("contacts/<int:pk>/", contacts.contact, name="contact"),
    path("contacts/<int:pk>/left/", contacts.contact_left, name="contact_left"),
    path("contacts/<int:pk>/phone/", contacts.contact_phone, name="contact_phone"),
    path("contacts/<int:pk>/invite/", contacts.contact_invite, name="contact_invite"),
    path("merges/", merges.merges, name="merges"),
    path("merges/done/", merges.merges_done, name="merges_done"),
    path("merges/distinct/", merges.merge_distinct, name="merge_distinct"),
    path("merges/<int:pk>/undo/", merges.merge_undo, name="merge_undo"),
]
