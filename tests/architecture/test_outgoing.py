"""Nothing but the guard touches the network outside this machine."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SPEAKING = {
    "aiohttp",
    "asyncio",
    "ftplib",
    "http.client",
    "httpx",
    "imaplib",
    "nntplib",
    "poplib",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "xmlrpc",
}
AT_HOME = {
    "qianjin/faces/cli/ready.py": "asks the platform's own port whether it answers",
    "qianjin/faces/cli/serving.py": "takes the connections that come to the web processes",
    "qianjin/installation/health.py": "asks the platform's own processes whether they live",
    "qianjin/installation/server.py": "looks for a free name of the private database's socket",
}
"""Modules that open lines on their own machine only."""


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def speaks(name: str) -> bool:
    return any(name == module or name.startswith(module + ".") for module in SPEAKING)


def test_no_module_but_the_guard_opens_a_line_to_the_outside() -> None:
    speaking = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "qianjin").rglob("*.py")
        if any(speaks(name) for name in imported(path))
    }
    guard = {str(path.relative_to(ROOT)) for path in (ROOT / "qianjin/outgoing").glob("*.py")}

    assert speaking - guard == set(AT_HOME)


def test_the_mail_backend_is_the_only_line_that_settings_open() -> None:
    """SMTP is opened by Django itself, to the one host that the operator names."""
    text = (ROOT / "qianjin/config/settings.py").read_text(encoding="utf-8")

    assert text.count('os.environ.get("QIANJIN_SMTP_HOST"') == 2
