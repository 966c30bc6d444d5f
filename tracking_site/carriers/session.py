"""The session of a carrier account: one login at a time, and at most one in a while."""

import threading
import time
from collections.abc import Mapping

from tracking_site.carriers.adapter import Login, Response
from tracking_site.carriers.transport import Sender
from tracking_site.domain.errors import CarrierFailure, CarrierRefused

LOGIN_EVERY = 30.0
"""Seconds between two logins of an account, so that a wrong password locks no user out."""


class NotSent(Exception):
    """Nothing was sent; `failure` says why."""

    def __init__(self, failure: CarrierFailure) -> None:
        super().__init__()
        self.failure = failure


class SessionKeeper:
    """Holds the headers of an account's session and renews them, by one caller at a time."""

    def __init__(self, account: str, login: Login, sender: Sender) -> None:
        self._account = account
        self._login = login
        self._sender = sender
        self._lock = threading.Lock()
        self._headers: Mapping[str, str] = {}
        self._tried: float | None = None
        self._failed: type[CarrierFailure] = CarrierRefused

    def headers(self, expired: Mapping[str, str] | None = None) -> Mapping[str, str]:
        """Return the session's headers, after a login if they are missing or have expired.

        Callers with the same expired session wait for one login.
        """
        headers = self._headers
        if headers and headers is not expired:
            return headers
        with self._lock:
            if not self._headers or self._headers is expired:
                self._headers = {}
                self._headers = self._log_in()
            return self._headers

    def _log_in(self) -> Mapping[str, str]:
        before, now = self._tried, time.monotonic()
        if before is not None and now - before < LOGIN_EVERY:
            left = before + LOGIN_EVERY - now
            raise self._failed(self._account, "the login of a moment ago does not hold; not repeated yet", left)
        # Set before sending: a login without an answer is not repeated at once either.
        self._tried, self._failed = now, CarrierRefused
        try:
            return self._session_of(self._sender.send(self._login.request, {}))
        except NotSent as unsent:
            self._tried = before
            raise unsent.failure from None
        except CarrierFailure as failure:
            self._failed = type(failure)
            raise

    def _session_of(self, response: Response) -> Mapping[str, str]:
        headers = self._login.headers(response)
        if not headers:
            raise CarrierRefused(self._account, f"the login was answered {response.status} without a token")
        return headers
