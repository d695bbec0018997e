"""招商动词 The verbs of projects: enter, change, plan, touch, move, lose, take up again."""

from .exporting import export_projects, project_template
from .importing import Taken, import_projects
from .moving import lose, move, postpone, revive
from .pipelines import add_stage, change_stage, lay_out
from .projects import add_project, change_project, plan_step
from .touching import sweep_files, touch

__all__ = [
    "Taken",
    "add_project",
    "add_stage",
    "change_project",
    "change_stage",
    "export_projects",
    "import_projects",
    "lay_out",
    "lose",
    "move",
    "plan_step",
    "postpone",
    "project_template",
    "revive",
    "sweep_files",
    "touch",
]
