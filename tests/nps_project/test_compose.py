"""docker-compose.yml, Dockerfile and .env.example against what the settings read."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

import dj_database_url
import dj_email_url
import pytest
import yaml
from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path

ROOT: Path = settings.BASE_DIR
OURS = ("prepare", "web", "worker", "beat")
# Read by the compose file alone.
COMPOSE_ONLY = {"POSTGRES_PASSWORD"}
READERS = {"text", "flag", "number", "listed", "secret", "networks"}


def variables_read() -> set[str]:
    """The names that settings.py, first_start.py and gunicorn.conf.py ask the environment for."""
    found = set()
    for name in ("nps_project/settings.py", "nps_project/first_start.py", "gunicorn.conf.py"):
        for node in ast.walk(ast.parse((ROOT / name).read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
                continue
            asked = node.args[0]
            of_environment = node.func.attr in READERS or ast.unparse(node.func) == "os.environ.get"
            if of_environment and isinstance(asked, ast.Constant):
                found.add(str(asked.value))
    return found


def example_variables() -> dict[str, str]:
    """The names of .env.example with their defaults, commented out or not."""
    lines = re.findall(r"^#?([A-Z][A-Z0-9_]*)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)
    return dict(lines)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The file as a program reads it, with the defaults of its ${NAME:-default}."""
    text = (ROOT / "docker-compose.yml").read_text()
    # From the inside out: one default may hold another variable.
    while (filled := re.sub(r"\$\{[A-Z_]+:-([^{}]*)\}", r"\1", text)) != text:
        text = filled
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def test_env_example_lists_every_variable_that_is_read() -> None:
    assert sorted(set(example_variables()) - COMPOSE_ONLY) == sorted(variables_read())


def test_env_example_lines_are_read_whole() -> None:
    # The reader knows no comment behind a value.
    assert [value for value in example_variables().values() if " #" in value] == []


def test_compose_runs_web_worker_beat_and_what_they_need(compose: dict[str, Any]) -> None:
    services = compose["services"]

    assert set(services) == {*OURS, "postgres", "redis", "mail"}
    assert {name: services[name].get("command", "") for name in ("worker", "beat")} == {
        "worker": "celery --quiet -A nps_project worker --loglevel=INFO --concurrency=2",
        "beat": "celery --quiet -A nps_project beat --loglevel=INFO --pidfile=",
    }
    assert services["mail"]["image"].startswith("axllent/mailpit")


def test_compose_starts_nothing_before_secrets_and_tables_exist(compose: dict[str, Any]) -> None:
    for name in ("web", "worker", "beat"):
        assert compose["services"][name]["depends_on"] == {
            "prepare": {"condition": "service_completed_successfully"},
            "redis": {"condition": "service_healthy"},
        }
    prepare = compose["services"]["prepare"]
    assert prepare["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert "nps_project.first_start" in prepare["command"]
    assert "manage.py prepare" in prepare["command"]


def test_compose_checks_the_health_of_all_that_keeps_running(compose: dict[str, Any]) -> None:
    services = dict(compose["services"])
    assert services.pop("prepare")["healthcheck"] == {"disable": True}

    assert {
        name: bool(service["healthcheck"]["test"]) for name, service in services.items()
    } == dict.fromkeys(services, True)
    assert "/healthz" in str(services["web"]["healthcheck"]["test"])


def test_compose_gives_variables_that_the_settings_read(compose: dict[str, Any]) -> None:
    services = compose["services"]
    given = services["web"]["environment"]
    assert [services[name]["environment"] for name in OURS] == [given] * len(OURS)
    assert set(given) <= variables_read()

    database = dj_database_url.parse(given["DATABASE_URL"])
    stored = services["postgres"]["environment"]
    assert (database["HOST"], database["NAME"], database["USER"], database["PASSWORD"]) == (
        "postgres",
        stored["POSTGRES_DB"],
        stored["POSTGRES_USER"],
        stored["POSTGRES_PASSWORD"],
    )
    assert given["CELERY_BROKER_URL"] == "redis://redis:6379/0"
    mail = dj_email_url.parse(given["EMAIL_URL"])
    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"]) == ("mail", 1025)


def test_compose_shows_ports_to_this_machine_only(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]

    assert ports == ["127.0.0.1:8000:8000", "127.0.0.1:8025:8025"]


def test_compose_variables_are_all_in_env_example() -> None:
    used = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))

    assert used <= set(example_variables())


def test_image_installs_by_hash_and_runs_as_nobody_special() -> None:
    text = (ROOT / "Dockerfile").read_text()

    assert "--require-hashes -r requirements.lock" in text
    assert text.rindex("USER closeloop") > text.rindex("RUN ")
    assert "VAR_DIR=/var/lib/closeloop" in text
