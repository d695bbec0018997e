from django.apps import AppConfig


class GateConfig(AppConfig):
    name = "qianjin.faces.gate"
    label = "gate"

    def ready(self) -> None:
        from . import sign_in  # noqa: F401  (connects the sign-in receivers)
