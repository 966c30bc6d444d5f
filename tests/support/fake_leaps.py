"""A fake Leaps that works until a test gives it a fault."""

import json
import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from tests.support.hostile_server import Behaviour, Call, HostileServer, reply

CITY = "Aalborg"


def shipment(number: str, word: str = "In transit") -> dict[str, Any]:
    """Return the carrier's answer for a shipment."""
    return {
        "slino": number,
        "status": word,
        "date": "2026-11-20",
        "time": "10:00",
        "delivery": {"name": "Kanarienvogel A/S", "city": CITY, "country": "DK"},
    }


def message(number: str) -> dict[str, Any]:
    """Return a status message of a shipment."""
    return {"slino": number, "date": "2026-11-21", "time": "09:30", "location": "Billund", "description": "Departed"}


def answer(booking: object, messages: object) -> bytes:
    """Return the complete answer to an envelope."""
    results = [{"status": 1, "shipment": booking}, {"status": 1, "statusmessages": messages}]
    return reply(200, json.dumps({"status": 1, "msg": "OK", "results": results}).encode())


@dataclass
class LeapsStandIn:
    """A fake installation; `fault`, if set, handles each connection after its request was read."""

    name: str
    fault: Behaviour | None = None
    seconds: float = 0.0
    word: str = "In transit"
    awb: str = ""
    asked: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    server: HostileServer = field(init=False)

    def __post_init__(self) -> None:
        self.server = HostileServer(self._behaviour)

    @property
    def sockets(self) -> int:
        return self.server.connections

    def _behaviour(self, call: Call) -> None:
        while (request := call.request()) is not None:
            envelope = json.loads(parse_qs(request.partition(b"\r\n\r\n")[2].decode())["json"][0])
            command = envelope["commands"][0]
            with self._lock:
                self.asked.append(command.get("slino", command["command"]))
            if self.fault is not None:
                self.fault(call)
                return
            call.wait(self.seconds)
            if command["command"] == "Echo":
                call.say(reply(200, b'{"status":1,"results":[{"status":1,"answer":"x"}]}'))
            else:
                booking = {**shipment(command["slino"], self.word), "awbno": self.awb}
                call.say(answer(booking, [message(command["slino"])]))
