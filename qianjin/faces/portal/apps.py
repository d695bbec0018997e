from django.apps import AppConfig


class FaceConfig(AppConfig):
    name = "qianjin.faces.portal"
    label = "face_portal"
