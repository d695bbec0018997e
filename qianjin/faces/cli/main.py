"""The entry of the ``qianjin`` command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import typer

from qianjin.faces.cli import archive, audit, doctor, opening, recount, run, tables
from qianjin.installation.words import N_, InstallationError, say

app = typer.Typer(
    name="qianjin",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=say(N_("前进 Qianjin: the operating platform of an industrial park.")),
    epilog=say(N_("Every other command is Django's own: qianjin migrate, qianjin shell …")),
)
for _name, _function, _help in (
    ("demo", run.demo, N_("Open the demonstration park in one go.")),
    ("serve", run.serve, N_("Serve the pages and run the jobs until stopped.")),
    ("worker", run.worker, N_("Run only the jobs and schedules.")),
    ("open-park", opening.open_park, N_("Open a park with its calendar and administrator.")),
    ("doctor", doctor.doctor, N_("Say what is wrong with this installation, and what to do.")),
    ("recount", recount.recount, N_("Count the tallies behind the scores anew.")),
    ("backup", archive.backup, N_("Write database and files into one .tar.")),
    ("restore", archive.restore, N_("Check a backup and put it back.")),
):
    app.command(_name, help=say(_help))(_function)
app.add_typer(audit.app, name="audit")
app.add_typer(tables.import_app, name="import")
app.add_typer(tables.export_app, name="export")
# Listed here, loaded when asked for: solving needs no database and starts at once.
app.add_typer(
    typer.Typer(help=say(N_("Solve a file with one of the engines; no installation is needed."))),
    name="solve",
)


def main(argv: Sequence[str] | None = None) -> None:
    """Run ``qianjin`` with ``argv`` (by default the arguments of this process)."""
    arguments = _take_data_folder(list(sys.argv[1:] if argv is None else argv))
    own = {command.name for command in app.registered_commands}
    own |= {group.name for group in app.registered_groups}
    try:
        if arguments[:1] == ["solve"]:
            from qianjin.faces.cli import solve

            solve.app(args=arguments[1:], prog_name="qianjin solve")
        elif not arguments or arguments[0] in own or arguments[0].startswith("-"):
            app(args=arguments, prog_name="qianjin")
        else:
            _django(arguments[1:] if arguments[0] == "manage" else arguments)
    except InstallationError as error:
        print(error.said(), file=sys.stderr)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        # Whoever presses Ctrl-C while things are prepared wants an end, not our stack.
        raise SystemExit(130) from None


def _take_data_folder(arguments: list[str]) -> list[str]:
    """Honour ``qianjin --data FOLDER command``, which reaches Django's commands too."""
    if len(arguments) > 1 and arguments[0] == "--data":
        os.environ["QIANJIN_DATA"] = arguments[1]
        return arguments[2:]
    return arguments


def _django(arguments: list[str]) -> None:
    from django.core.management import execute_from_command_line

    from qianjin.installation import connection

    os.environ.setdefault("QIANJIN_ROLE", "owner")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qianjin.config.settings")
    if arguments and arguments[0] == "migrate":
        connection.server_version(connection.target())
        connection.share_with_app_role()
    execute_from_command_line(["qianjin", *arguments])
