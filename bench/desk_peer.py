"""The peer of bench/desk.py: django-helpdesk 2.6.1, in its own environment, same server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
import venv
from pathlib import Path

import psycopg

from bench.load import Times, Visitor, measure, wait_for

VERSION = "2.6.1"
TICKETS = 100_000
ROWS = "draw=1&start=0&length=25&order[0][column]=0&order[0][dir]=desc"
SETTINGS = """
SECRET_KEY = "bench"
DEBUG = False
ALLOWED_HOSTS = ["*"]
USE_TZ = True
SITE_ID = 1
INSTALLED_APPS = [
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes",
    "django.contrib.sessions", "django.contrib.messages", "django.contrib.staticfiles",
    "django.contrib.sites", "django.contrib.humanize", "rest_framework", "helpdesk",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "peer_urls"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
        "django.template.context_processors.static"]}}]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 600, **%(db)r}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
STATIC_URL = "/static/"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
HELPDESK_TEAMS_MODE_ENABLED = False
HELPDESK_ACTIVATE_API_ENDPOINT = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""
URLS = """
from django.urls import include, path
urlpatterns = [path("", include("helpdesk.urls"))]
"""
FILL = """
import django; django.setup()
from django.contrib.auth.models import User
from django.db import connection
from helpdesk.models import Queue
User.objects.create_superuser("bench", "bench@localhost", "bench")
queues = [Queue.objects.create(title=f"q{n}", slug=f"q{n}").pk for n in range(14)]
with connection.cursor() as c:
    c.execute("SELECT column_name, data_type, is_nullable FROM information_schema.columns"
              " WHERE table_name='helpdesk_ticket' AND is_nullable='NO' AND column_name<>'id'")
    given = {
        "title": "'诉求 ' || n", "created": "now() - (n || ' minutes')::interval",
        "modified": "now() - (n || ' minutes')::interval", "queue_id": f"{queues[0]} + n %% 14",
        # As at the desk of the same size: one in a hundred is open, one in twenty resolved and
        # not yet closed (both stand in the peer's usual list), the rest is closed.
        "status": "CASE WHEN n <= 940 THEN 1 WHEN n <= 5790 THEN 3 ELSE 4 END",
        "priority": "3", "on_hold": "false",
        "description": "CASE WHEN n %% 10000 = 0 THEN '磁悬浮主轴'"
    " ELSE '请园区协调，变压器容量不够' END",
        "secret_key": "md5(n::text)", "submitter_email": "'a@localhost'", "assigned_to_id": "1",
    }
    for name, kind, _null in c.fetchall():
        if name not in given:
            given[name] = {"boolean": "false", "integer": "0"}.get(kind, "''")
    c.execute(f"INSERT INTO helpdesk_ticket ({', '.join(given)})"
              f" SELECT {', '.join(given.values())} FROM generate_series(1, %s) n", [%(tickets)d])
    c.execute("SELECT column_name, data_type FROM information_schema.columns"
              " WHERE table_name='helpdesk_followup' AND is_nullable='NO' AND column_name<>'id'")
    given = {"ticket_id": "t.id", "date": "t.created", "title": "'步骤'", "public": "true",
             "comment": "'已与企业联系'"}
    for name, kind in c.fetchall():
        if name not in given:
            given[name] = {"boolean": "false", "integer": "0"}.get(kind, "''")
    c.execute(f"INSERT INTO helpdesk_followup ({', '.join(given)})"
              f" SELECT {', '.join(given.values())} FROM helpdesk_ticket t, generate_series(1, 3)")
    c.execute("ANALYZE")
"""


def measure_peer(work: Path, address: dict[str, str], port: int, rounds: int) -> dict[str, Times]:
    """Install, fill and time the peer; by the names bench/desk.py uses."""
    python = work / "peer" / "bin" / "python"
    if not python.exists():
        venv.create(work / "peer", with_pip=True)
        subprocess.run(
            [
                python,
                "-m",
                "pip",
                "install",
                "-qq",
                f"django-helpdesk=={VERSION}",
                "django>=5.2,<5.3",
                "psycopg[binary]",
                "gunicorn",
            ],
            check=True,
        )
    database = "bench_helpdesk"
    owner = f"host={address['HOST']} port={address['PORT'] or 5432} user=postgres"
    with psycopg.connect(f"{owner} dbname=postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {database}")
        connection.execute(f"CREATE DATABASE {database}")
    db = {"NAME": database, "USER": "postgres", "HOST": address["HOST"], "PORT": address["PORT"]}
    (work / "peer_settings.py").write_text(SETTINGS % {"db": db}, "utf-8")
    (work / "peer_urls.py").write_text(URLS, "utf-8")
    (work / "peer_fill.py").write_text(FILL.replace("%(tickets)d", str(TICKETS)), "utf-8")
    env = os.environ | {"PYTHONPATH": str(work), "DJANGO_SETTINGS_MODULE": "peer_settings"}
    env.pop("QIANJIN_ROLE", None)
    subprocess.run([python, "-m", "django", "migrate", "-v0"], env=env, check=True, cwd=work)
    subprocess.run([python, "peer_fill.py"], env=env, check=True, cwd=work)
    server = subprocess.Popen(
        [
            python,
            "-m",
            "gunicorn",
            "-w",
            "2",
            "-b",
            f"127.0.0.1:{port}",
            "--timeout",
            "300",
            "django.core.wsgi:get_wsgi_application()",
        ],
        env=env,
        cwd=work,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, "/login/")
        return _times(port, rounds)
    finally:
        server.terminate()
        server.wait(20)


def _times(port: int, rounds: int) -> dict[str, Times]:
    visitors = [Visitor(port) for _ in range(4)]
    for visitor in visitors:
        visitor.sign_in("/login/", "username", "bench", "bench")

    def rows_of(page: str) -> str:
        found = re.search(r"datatables_ticket_list/([\w=-]+)", visitors[0].get(page))
        if not found:
            raise SystemExit(f"the peer's list has no data address: {page}")
        return f"/datatables_ticket_list/{found[1]}?{ROWS}"

    pages = {
        "list, open": "/tickets/",
        "list, all": "/tickets/?status=1&status=3&status=4&sortx=created",
        "search, common": "/tickets/?q=%E5%9B%AD%E5%8C%BA&status=1&status=3&status=4",
        "search, rare": "/tickets/?q=%E7%A3%81%E6%82%AC&status=1&status=3&status=4",
    }
    # A list is there when its page and the rows that the page asks for have come.
    asked = {name: (page, rows_of(page)) for name, page in pages.items()}
    asked["dashboard"] = ("/dashboard/",)

    def look(visitor: Visitor, addresses: tuple[str, ...]) -> None:
        for address in addresses:
            visitor.get(address)

    return {
        name: measure(visitors, lambda v, _n, whole=whole: look(v, whole), rounds, warm=3)
        for name, whole in asked.items()
    }


if __name__ == "__main__":
    sys.exit(textwrap.dedent(measure_peer.__doc__ or ""))
