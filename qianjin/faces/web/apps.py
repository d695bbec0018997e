from django.apps import AppConfig


class FaceConfig(AppConfig):
    name = "qianjin.faces.web"
    label = "face_web"

    def ready(self) -> None:
        from qianjin.faces.gate import frames

        from .frame import frame_of

        frames.register("web/base.html", frame_of, is_enterprise=False)
