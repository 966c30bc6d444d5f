"""The limits of look-ups counted in a real Redis: shared by processes, and kept up while Redis is away."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tracking_site.app import create_app
from tracking_site.carriers.registry import ACCOUNT_MODELS
from tracking_site.config import load_settings

pytestmark = pytest.mark.xdist_group("redis")

NOT_FOUND, TOO_MANY = 404, 429


class Redis:
    """A Redis server of the test's own."""

    def __init__(self, program: str) -> None:
        self.program = program
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [self.program, "--port", str(self.port), "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL,
        )
        ends = time.monotonic() + 10
        while time.monotonic() < ends:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        pytest.fail("redis-server did not start")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(10)


@pytest.fixture
def redis() -> Iterator[Redis]:
    program = shutil.which("redis-server")
    if program is None:
        message = "redis-server is not here: make test installs it where it can"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    server = Redis(program)
    yield server
    server.stop()


def site(tmp_path: Path, redis: Redis) -> Flask:
    file = tmp_path / "tracking-site.toml"
    file.write_text(
        f"""
        [site]
        secret_keys = ["{"s" * 32}"]
        redis_url = "redis://127.0.0.1:{redis.port}/0"
        any_host = true
        limits = {{ misses = "3 per hour" }}
        [brands.northwind]
        name = "Northwind"
        accounts = ["nord"]
        [accounts.nord]
        carrier = "logis"
        name = "Nord"
        api_key = "key"
        """
    )
    return create_app(load_settings(file, {}, ACCOUNT_MODELS))


def miss(app: Flask) -> int:
    # A link that does not open: found out without asking a carrier.
    return app.test_client().get("/t/no-link").status_code


def test_misses_are_counted_over_all_processes(tmp_path: Path, redis: Redis) -> None:
    one, other = site(tmp_path, redis), site(tmp_path, redis)
    assert [miss(one), miss(other), miss(one)] == [NOT_FOUND] * 3
    assert [miss(one), miss(other)] == [TOO_MANY] * 2


def test_the_site_answers_and_limits_while_redis_is_away_and_comes_back_to_it(tmp_path: Path, redis: Redis) -> None:
    app = site(tmp_path, redis)
    assert miss(app) == NOT_FOUND
    redis.stop()
    began = time.monotonic()
    statuses = [miss(app) for _ in range(5)]
    assert time.monotonic() - began < 5 * 0.25
    assert statuses == [NOT_FOUND] * 3 + [TOO_MANY] * 2
    redis.start()
    ends = time.monotonic() + 10
    while miss(app) == TOO_MANY and time.monotonic() < ends:
        time.sleep(0.1)
    assert miss(app) in (NOT_FOUND, TOO_MANY)
    assert time.monotonic() < ends, "the counts in Redis, which began anew, were not gone back to within 10 s"


def test_a_silent_redis_does_not_hold_a_page_up(tmp_path: Path, redis: Redis) -> None:
    app = site(tmp_path, redis)
    assert miss(app) == NOT_FOUND
    redis.process.send_signal(signal.SIGSTOP)  # it accepts and never answers
    try:
        began = time.monotonic()
        assert miss(app) == NOT_FOUND
        assert time.monotonic() - began < 0.5
    finally:
        redis.process.send_signal(signal.SIGCONT)
