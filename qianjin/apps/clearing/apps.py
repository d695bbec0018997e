from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClearingConfig(AppConfig):
    name = "qianjin.apps.clearing"
    label = "clearing"
    verbose_name = _("Acquisition, listing and sites")
    default_auto_field = "django.db.models.BigAutoField"
