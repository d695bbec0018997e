from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "qianjin.apps.delivery"
    label = "delivery"
    verbose_name = _("Delivery of projects")
    default_auto_field = "django.db.models.BigAutoField"
