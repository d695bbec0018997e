"""诉求 The desk's pages: the day, the lists and overviews; then the page of one request."""

from __future__ import annotations

from django.urls import include, path

from . import board, inbox, public, scores, search, thanks, today, wall

urlpatterns = [
    path("", today.today, name="today"),
    path("requests/", inbox.requests, name="requests"),
    path("requests/export/", inbox.export, name="request_export"),
    path("requests/views/", inbox.view, name="request_view"),
    path("requests/columns/", inbox.choose_columns, name="request_columns"),
    path("requests/assign/", inbox.assign, name="request_assign"),
    path("board/", board.board, name="board"),
    path("scores/", scores.scores, name="scores"),
    path("scores/export/", scores.export, name="score_export"),
    path("settings/public/", public.settings, name="park_public"),
    path("wall/", wall.wall, name="wall"),
    path("thanks/", thanks.thanks, name="thanks"),
    path("thanks/new/", thanks.enter, name="thanks_new"),
    path("search/", search.search, name="search"),
    path("search/favourites/", search.favourite, name="favourite"),
    path("", include("qianjin.faces.web.desk.request_urls")),
]
