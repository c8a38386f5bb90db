"""The throw-away servers themselves: they answer, survive being killed, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import psycopg2
import pytest
from django.conf import settings
from redis import Redis
from redis.exceptions import TimeoutError as RedisTimeoutError

from tests.nps_project.running import eventually, lives
from tests.services.postgresql import own_postgresql
from tests.services.process import Unavailable
from tests.services.redis_server import own_redis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.services.postgresql import ThrowAwayPostgresql
    from tests.services.redis_server import ThrowAwayRedis


@pytest.fixture
def redis_server() -> Iterator[ThrowAwayRedis]:
    try:
        server = own_redis()
    except Unavailable as reason:
        pytest.skip(f"needs Redis: {reason}")
    with server:
        yield server


@pytest.fixture
def postgresql_server() -> Iterator[ThrowAwayPostgresql]:
    try:
        server = own_postgresql()
    except Unavailable as reason:
        pytest.skip(f"needs PostgreSQL: {reason}")
    with server:
        yield server


def test_redis_comes_back_empty_after_a_kill_and_answers_nothing_in_a_pause(
    redis_server: ThrowAwayRedis,
) -> None:
    with Redis.from_url(redis_server.url, socket_timeout=0.5, retry=None) as client:
        client.set("bell", "rung")

        redis_server.pause()
        with pytest.raises(RedisTimeoutError):
            client.get("bell")
        redis_server.resume()
        assert client.get("bell") == b"rung"

        redis_server.kill()
        redis_server.start()
        assert client.get("bell") is None

    redis_server.stop()
    assert not redis_server.folder.exists()


def test_postgresql_keeps_its_rows_over_a_restart(postgresql_server: ThrowAwayPostgresql) -> None:
    def ask(statement: str) -> list[tuple[object, ...]]:
        connection = psycopg2.connect(postgresql_server.url)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    ask("CREATE TABLE kept AS SELECT 7 AS n")
    postgresql_server.restart()

    assert ask("SELECT n FROM kept") == [(7,)]
    # Texts of any language can be stored, found and folded, as in production.
    assert ask("SELECT lower('ÄRGER'), current_setting('server_encoding')") == [("ärger", "UTF8")]

    postgresql_server.stop()
    assert not postgresql_server.folder.exists()


def services(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m tests.services` in an environment without the servers of this run."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TEST_", "DATABASE_URL", "REQUIRE_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "tests.services", *words],
        cwd=settings.BASE_DIR,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


SHOW = """
import os
print("SEEN", os.environ.get("DATABASE_URL"), os.environ.get("TEST_REDIS_URL"))
raise SystemExit(3)
"""


def test_services_hand_addresses_and_exit_code_through() -> None:
    done = services("--redis", "--postgresql", "--", sys.executable, "-c", SHOW)

    assert done.returncode == 3, done.stderr
    assert "Redis for the tests: " in done.stdout
    assert "PostgreSQL for the tests: " in done.stdout
    assert "SEEN postgres://postgres@127.0.0.1:" in done.stdout


def test_services_take_configured_servers() -> None:
    done = services(
        "--redis",
        "--postgresql",
        "--",
        sys.executable,
        "-c",
        SHOW,
        TEST_DATABASE_URL="postgres://db.test/nps",
        TEST_REDIS_URL="redis://cache.test/1",
    )

    assert "PostgreSQL for the tests: TEST_DATABASE_URL" in done.stdout
    assert "SEEN postgres://db.test/nps redis://cache.test/1" in done.stdout


NOTHING_HERE = """
import sys
from tests.services import __main__ as services, postgresql
postgresql.folders = lambda: iter(())
sys.argv = ["services", "--postgresql", "--", "never", "run"]
sys.exit(services.main())
"""


@pytest.mark.parametrize(("required", "code"), [("", 0), ("1", 1)])
def test_services_name_what_they_skip_and_fail_where_it_is_required(required: str, code: int) -> None:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("TEST_")}
    done = subprocess.run(
        [sys.executable, "-c", NOTHING_HERE],
        cwd=settings.BASE_DIR,
        env={**inherited, "REQUIRE_SERVERS": required},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == code
    assert "SKIPPED PostgreSQL: no pg_ctl on PATH, nothing in /usr/lib/postgresql" in done.stdout
    assert ("SKIPPED on PostgreSQL: never run" in done.stdout) is not bool(required)


@pytest.mark.skipif(sys.platform != "linux", reason="other kernels send no death signal")
def test_servers_end_with_a_killed_owner() -> None:
    code = (
        "from tests.services.redis_server import own_redis; import time\n"
        "with own_redis() as server:\n    print(server.process.pid, flush=True); time.sleep(60)"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout
    with owner.stdout as lines:
        server = int(lines.readline())
    owner.send_signal(signal.SIGKILL)
    owner.wait(10)

    assert eventually(lambda: not lives(server), seconds=10)
