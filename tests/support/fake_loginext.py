"""A fake LogiNext with configurable sessions, delays and faults."""

import json
import threading
from collections import Counter
from dataclasses import dataclass, field

from tests.support.hostile_server import Call, reply

PASSWORD = "kanarienvogel-password"
SECRET_KEY = "kanarienvogel-client-key"
LOGIN = b"POST /LoginApp/login/authenticate "

DEAD = json.dumps({"status": 401, "message": "Invalid username or password", "data": None, "hasError": True}).encode()
ANSWER = json.dumps({"status": 200, "message": "SUCCESS", "data": [{"orderNo": "1"}], "hasError": False}).encode()


@dataclass
class LoginextStandIn:
    """A fake installation: a server runs `behaviour`; the fields are its configuration and what it received."""

    older: bool = False
    """Whether a session needs the client's secret key in addition to its token."""
    inside: bool = False
    """Whether an expired session is reported in a response with status 200."""
    seconds: float = 0.0
    login_answer: bytes | None = None
    """The response to every login, in place of a session."""
    accepting: bool = True
    """Whether issued sessions are valid."""
    barred: str | None = None
    """The beginning of a path for which every session is refused."""
    logins: int = 0
    orders: Counter[bytes] = field(default_factory=Counter)
    together: int = 0
    most_together: int = 0
    _alive: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def expire(self) -> None:
        """Expire the session that was issued last."""
        with self._lock:
            self._alive = "none"

    def behaviour(self, call: Call) -> None:
        while (request := call.request()) is not None:
            with self._lock:
                self.together += 1
                self.most_together = max(self.most_together, self.together)
            call.wait(self.seconds)
            with self._lock:
                self.together -= 1
                answer = self._login(request) if request.startswith(LOGIN) else self._order(request)
            if not answer:
                return
            call.say(answer)

    def _login(self, request: bytes) -> bytes:
        self.logins += 1
        if self.login_answer is not None:
            return self.login_answer
        if json.loads(request.partition(b"\r\n\r\n")[2])["password"] != PASSWORD:
            return reply(401, DEAD)
        token = f"token-{self.logins:08}"
        self._alive = token if self.accepting else "none"
        keys = [f"CLIENT_SECRET_KEY: {SECRET_KEY}"] if self.older else []
        return reply(200, b"{}", f"WWW-Authenticate: BASIC {token}", *keys)

    def _order(self, request: bytes) -> bytes:
        self.orders[request.split()[1]] += 1
        lines = request.decode().split("\r\n")
        known = f"WWW-Authenticate: BASIC {self._alive}" in lines
        if self.older:
            known = known and f"CLIENT_SECRET_KEY: {SECRET_KEY}" in lines
        if self.barred is not None and request.split()[1].decode().startswith(self.barred):
            return reply(401, DEAD)
        return reply(200, ANSWER) if known else reply(200 if self.inside else 401, DEAD)
