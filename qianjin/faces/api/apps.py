from django.apps import AppConfig


class FaceConfig(AppConfig):
    name = "qianjin.faces.api"
    label = "face_api"
