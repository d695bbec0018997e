from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DrivesConfig(AppConfig):
    name = "qianjin.apps.drives"
    label = "drives"
    verbose_name = _("Special actions")
    default_auto_field = "django.db.models.BigAutoField"
