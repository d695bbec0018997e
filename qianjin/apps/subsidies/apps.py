from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubsidiesConfig(AppConfig):
    name = "qianjin.apps.subsidies"
    label = "subsidies"
    verbose_name = _("Support schemes")
    default_auto_field = "django.db.models.BigAutoField"
