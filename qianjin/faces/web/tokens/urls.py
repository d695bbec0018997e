from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("me/tokens/", views.tokens, name="tokens"),
    path("me/tokens/<int:pk>/revoke/", views.revoke, name="token_revoke"),
]
