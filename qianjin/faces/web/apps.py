from django.apps import AppConfig


class FaceConfig(AppConfig):
    name = "qianjin.faces.web"
    label = "face_web"
