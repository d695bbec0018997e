"""资料 Addresses of the library."""

from __future__ import annotations

from django.urls import path

from . import articles, canned

urlpatterns = [
    path("library/", articles.articles, name="library"),
    path("library/period/", articles.period, name="library_period"),
    path("library/articles/new/", articles.new, name="article_new"),
    path("library/articles/<int:pk>/", articles.article, name="article"),
    path("library/articles/<int:pk>/edit/", articles.edit, name="article_edit"),
    path("library/articles/<int:pk>/check/", articles.check, name="article_check"),
    path("library/canned/", canned.canned, name="canned"),
    path("library/canned/new/", canned.new, name="canned_new"),
    path("library/canned/<int:pk>/", canned.edit, name="canned_edit"),
    path("library/canned/<int:pk>/drop/", canned.drop, name="canned_drop"),
]
