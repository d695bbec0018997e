"""The enterprise's pages of one park. One's profile, notices and tokens are shared with ``web``."""

from __future__ import annotations

from django.urls import path

from .views import acts, articles, asking, drives, home, requests, schemes

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("choose/", home.choose, name="choose"),
    path("ask/", asking.ask, name="ask"),
    path("ask/alike/", asking.alike, name="ask_alike"),
    path("articles/<int:pk>/", articles.article, name="article"),
    path("drives/", drives.drives, name="drives"),
    path("drives/<int:pk>/", drives.drive, name="drive"),
    path("drives/<int:pk>/return/", drives.give_back, name="drive_give_back"),
    path("drives/files/<int:pk>/", drives.file, name="drive_file"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<slug:number>/", requests.request, name="request"),
    path("requests/<slug:number>/supply/", acts.supply, name="request_supply"),
    path("requests/<slug:number>/message/", acts.message, name="request_message"),
    path("requests/<slug:number>/rate/", acts.rate, name="request_rate"),
    path("requests/<slug:number>/reopen/", acts.reopen, name="request_reopen"),
    path("requests/<slug:number>/thank/", acts.thank, name="request_thank"),
    path("requests/<slug:number>/withdraw/", acts.withdraw, name="request_withdraw"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/<int:pk>/", schemes.scheme, name="scheme"),
    path("schemes/<int:pk>/fill/", schemes.fill, name="scheme_fill"),
    path("schemes/<int:pk>/claim/", schemes.begin, name="scheme_claim"),
    path("claims/<int:pk>/", schemes.claim, name="claim"),
    path("claims/<int:pk>/documents/", schemes.add_files, name="claim_documents"),
    path("claims/<int:pk>/file/", schemes.file_claim, name="claim_file_it"),
    path("claims/<int:pk>/decline/", schemes.decline, name="claim_decline"),
    path("claims/documents/<int:pk>/", schemes.file, name="claim_file"),
    path("files/<int:pk>/", requests.file, name="file"),
    path("files/<int:pk>/preview/", requests.preview, name="preview"),
    path("files/<int:pk>/photo/", requests.photo, name="photo"),
]
