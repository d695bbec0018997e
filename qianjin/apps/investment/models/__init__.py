from .pipelines import Pipeline, Stage
from .projects import Move, Project
from .touches import Touch, TouchFile

__all__ = ["Move", "Pipeline", "Project", "Stage", "Touch", "TouchFile"]
