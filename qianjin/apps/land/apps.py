from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LandConfig(AppConfig):
    name = "qianjin.apps.land"
    label = "land"
    verbose_name = _("Parcel book")
    default_auto_field = "django.db.models.BigAutoField"
