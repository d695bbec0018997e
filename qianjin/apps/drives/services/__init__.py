"""专项行动动词 The verbs of special actions: start, tell, record, finish, take out."""

from .exporting import export_drive
from .running import finish, record, start_drive, tell

__all__ = ["export_drive", "finish", "record", "start_drive", "tell"]
