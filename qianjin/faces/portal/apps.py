from django.apps import AppConfig


class FaceConfig(AppConfig):
    name = "qianjin.faces.portal"
    label = "face_portal"

    def ready(self) -> None:
        from qianjin.faces.gate import frames

        from .frame import frame_of

        frames.register("portal/base.html", frame_of, is_enterprise=True)
