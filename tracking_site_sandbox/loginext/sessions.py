"""LogiNext's tokens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from uuid import uuid4

from tracking_site_sandbox.credentials import LOGINEXT_USERS, LoginextUser

SCHEME = "BASIC "


@dataclass(frozen=True)
class Session:
    """A token, whose it is and until when."""

    token: str
    user: LoginextUser
    expires: datetime

    @property
    def headers(self) -> dict[str, str]:
        """The headers that hand the session out, and that later requests carry back."""
        found = {"WWW-Authenticate": f"{SCHEME}{self.token}"}
        if self.user.secret_key:
            found["CLIENT_SECRET_KEY"] = self.user.secret_key
        return found


class Sessions:
    """Every session that was begun; a user may have several at once."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = Lock()
        self._sessions: dict[str, Session] = {}

    def log_in(self, name: object, password: object, hours: float | None = None) -> Session | None:
        """A new session beside those there are, or None for the wrong name or password."""
        for user in LOGINEXT_USERS:
            if (user.name, user.password) == (name, password):
                return self._begin(user, user.token_lifetime if hours is None else timedelta(hours=hours))
        return None

    def find(self, authorisation: str | None, secret_key: str | None) -> Session | None:
        """The living session that a request's two headers belong to."""
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
        """A new session in place of one, which dies for everybody who still uses it."""
        with self._lock:
            self._sessions.pop(session.token, None)
        return self._begin(session.user, session.user.token_lifetime)

    def expire_all(self) -> None:
        """End every session there is."""
        with self._lock:
            self._sessions.clear()

    def _begin(self, user: LoginextUser, lifetime: timedelta) -> Session:
        session = Session(str(uuid4()), user, self._now() + lifetime)
        with self._lock:
            self._sessions[session.token] = session
        return session
