"""The kit as a Django app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, static files and tags; no models."""

    name = "qianjin.ui"
    label = "ui"
    verbose_name = "Component kit"
