"""A sandbox whose clock stands still until a test moves it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from tracking_site_sandbox.app import create_sandbox
from tracking_site_sandbox.loginext import credentials as loginext_credentials

Login = Callable[..., dict[str, str]]


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 14, 20, 30, 123456, UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        """Move on by days, hours, minutes, seconds."""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(clock: Clock) -> FlaskClient:
    return create_sandbox(clock).test_client()


@pytest.fixture
def login(client: FlaskClient) -> Login:
    """Logs in at LogiNext, and gives the headers that later requests carry."""

    def log_in(
        user: str = loginext_credentials.USER,
        password: str = loginext_credentials.PASSWORD,
        **fields: object,
    ) -> dict[str, str]:
        answer = client.post(
            "/loginext/LoginApp/login/authenticate",
            json={"userName": user, "password": password, **fields},
        )
        assert answer.status_code == 200
        repeated = ("WWW-Authenticate", "CLIENT_SECRET_KEY")
        return {name: answer.headers[name] for name in repeated if name in answer.headers}

    return log_in
