"""The session of a carrier account: one login at a time, and no second one soon after a login that did not help."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from tracking_site.carriers.adapter import Login, Response
from tracking_site.carriers.transport import Sender
from tracking_site.domain.errors import CarrierFailure, CarrierRefused

LOGIN_EVERY = 30.0
"""Seconds between two logins of an account without a session that the carrier accepted, since failed logins lock a user out."""


class NotSent(Exception):
    """Nothing was sent; `failure` says why."""

    def __init__(self, failure: CarrierFailure) -> None:
        super().__init__()
        self.failure = failure


@dataclass(slots=True, eq=False)
class Session:
    """The headers of a session, and whether the carrier has accepted them: its end is no failed login then."""

    headers: Mapping[str, str] = field(repr=False)
    accepted: bool = False


class SessionKeeper:
    """Holds an account's session and renews it, by one caller at a time."""

    def __init__(self, account: str, login: Login, sender: Sender) -> None:
        self._account = account
        self._login = login
        self._sender = sender
        self._lock = threading.Lock()
        self._session: Session | None = None
        self._tried: float | None = None
        self._failed: type[CarrierFailure] = CarrierRefused
        self._at_once = False
        """Whether a session that was accepted has ended since the last login, so that the next one need not wait."""
        self._in_vain: float | None = None
        """When a session was refused last in the call for which it was renewed."""

    def current(self, expired: Session | None = None) -> Session:
        """Return the session, after a login if there is none or it is the one that has expired.

        Callers with the same expired session wait for one login.
        """
        session = self._session
        if session is not None and session is not expired:
            return session
        with self._lock:
            if self._session is not None and self._session is not expired:
                return self._session
            return self._renew()

    def note_refusal(self) -> None:
        """Note that a session was refused in the call for which it was renewed: another login would not help either."""
        self._in_vain = time.monotonic()

    def _renew(self) -> Session:
        ended, now = self._session, time.monotonic()
        self._at_once = self._at_once or (ended is not None and ended.accepted)
        waits_since = self._in_vain if self._at_once else self._tried
        if waits_since is not None and now - waits_since < LOGIN_EVERY:
            # What was accepted may still be good for other calls: a carrier can refuse one part of an account alone.
            self._session = ended if ended is not None and ended.accepted else None
            left = waits_since + LOGIN_EVERY - now
            raise self._failed(self._account, "the login of a moment ago does not hold; not repeated yet", left)
        self._session = None
        self._session = self._log_in(now)
        return self._session

    def _log_in(self, now: float) -> Session:
        before, at_once = self._tried, self._at_once
        # Set before sending: a login without an answer is not repeated at once either.
        self._tried, self._failed, self._at_once = now, CarrierRefused, False
        try:
            return self._session_of(self._sender.send(self._login.request, {}))
        except NotSent as unsent:
            self._tried, self._at_once = before, at_once
            raise unsent.failure from None
        except CarrierFailure as failure:
            self._failed = type(failure)
            raise

    def _session_of(self, response: Response) -> Session:
        headers = self._login.headers(response)
        if not headers:
            raise CarrierRefused(self._account, f"the login was answered {response.status} without a token")
        return Session(headers)
