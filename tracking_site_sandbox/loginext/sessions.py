"""The sessions of LogiNext, each with an access token."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from uuid import uuid4

from tracking_site_sandbox.loginext.credentials import USERS, User

SCHEME = "BASIC "


@dataclass(frozen=True)
class Session:
    """An access token, its user and its expiry."""

    token: str
    user: User
    expires: datetime

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the login's response, which later requests must have too."""
        headers = {"WWW-Authenticate": f"{SCHEME}{self.token}"}
        if self.user.secret_key:
            headers["CLIENT_SECRET_KEY"] = self.user.secret_key
        return headers


class Sessions:
    """All sessions; a user can have several at once."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = Lock()
        self._sessions: dict[str, Session] = {}

    def log_in(self, name: object, password: object, hours: float | None = None) -> Session | None:
        """Return a new session, or None for a wrong name or password; `hours` replaces the usual lifetime."""
        for user in USERS:
            if (user.name, user.password) == (name, password):
                return self._begin(user, user.token_lifetime if hours is None else timedelta(hours=hours))
        return None

    def find(self, authorisation: str | None, secret_key: str | None) -> Session | None:
        """Return the session of a request's two headers, or None where there is none or it has expired."""
        if authorisation is None or not authorisation.startswith(SCHEME):
            return None
        with self._lock:
            session = self._sessions.get(authorisation.removeprefix(SCHEME))
        if session is None or session.expires <= self._now():
            return None
        if session.user.secret_key not in (None, secret_key):
            return None
        return session

    def refresh(self, session: Session) -> Session:
        """Return a new session in place of one; the old one ends at once."""
        with self._lock:
            self._sessions.pop(session.token, None)
        return self._begin(session.user, session.user.token_lifetime)

    def expire_all(self) -> None:
        """End every session."""
        with self._lock:
            self._sessions.clear()

    def _begin(self, user: User, lifetime: timedelta) -> Session:
        session = Session(str(uuid4()), user, self._now() + lifetime)
        with self._lock:
            self._sessions[session.token] = session
        return session
