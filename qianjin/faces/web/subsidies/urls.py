"""政策兑现 The pages of schemes and claims."""

from __future__ import annotations

from django.urls import path

from . import claim_acts, claims, firm, scheme_tables, schemes, tables

urlpatterns = [
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/new/", schemes.new, name="scheme_new"),
    path("schemes/export/", scheme_tables.export, name="schemes_export"),
    path("schemes/import/", scheme_tables.imports, name="schemes_import"),
    path("schemes/import/<int:pk>/", scheme_tables.table, name="scheme_import"),
    path("schemes/import/<int:pk>/left/", scheme_tables.left, name="scheme_import_left"),
    path("schemes/import/template/", scheme_tables.template, name="scheme_template"),
    path("schemes/<int:pk>/", schemes.scheme, name="scheme"),
    path("schemes/<int:pk>/edit/", schemes.edit, name="scheme_edit"),
    path("schemes/<int:pk>/check/", schemes.check, name="scheme_check"),
    path("schemes/<int:pk>/enterprises/", schemes.matches, name="scheme_matches"),
    path("schemes/<int:pk>/tell/", schemes.tell, name="scheme_tell"),
    path("enterprises/<int:pk>/schemes/", firm.schemes, name="enterprise_schemes"),
    path("enterprises/<int:pk>/schemes/fill/", firm.fill, name="enterprise_fill"),
    path("enterprises/<int:pk>/schemes/claim/", firm.begin, name="enterprise_claim"),
    path("claims/", claims.claims, name="claims"),
    path("claims/totals/", claims.totals, name="claim_totals"),
    path("claims/totals/export/", tables.totals_export, name="claim_totals_export"),
    path("claims/export/", tables.claims_export, name="claims_export"),
    path("claims/word/", claims.word, name="claims_word"),
    path("claims/import/", tables.claims_import, name="claims_import"),
    path("claims/import/template/", tables.claim_template, name="claim_template"),
    path("claims/documents/<int:pk>/", claims.file, name="claim_file"),
    path("claims/<int:pk>/", claims.claim, name="claim"),
    path("claims/<int:pk>/begin/", claim_acts.begin, name="claim_begin"),
    path("claims/<int:pk>/documents/", claim_acts.add_files, name="claim_documents"),
    path("claims/<int:pk>/decline/", claim_acts.decline, name="claim_decline"),
    path("claims/<int:pk>/file/", claim_acts.file_claim, name="claim_file_it"),
    path("claims/<int:pk>/hand-over/", claim_acts.hand_over, name="claim_hand_over"),
    path("claims/<int:pk>/send-back/", claim_acts.send_back, name="claim_send_back"),
    path("claims/<int:pk>/approve/", claim_acts.approve, name="claim_approve"),
    path("claims/<int:pk>/pay/", claim_acts.pay, name="claim_pay"),
    path("claims/<int:pk>/refuse/", claim_acts.refuse, name="claim_refuse"),
]
