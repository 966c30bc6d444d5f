"""The endpoints of Leaps: two installations that differ only in their address, credentials and shipments."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time

from flask import Blueprint, request

from tracking_site_sandbox.leaps.booking_model import ZONE, Booking
from tracking_site_sandbox.leaps.credentials import ENVELOPES
from tracking_site_sandbox.leaps.state import LeapsState
from tracking_site_sandbox.state import state

blueprint = Blueprint("leaps", __name__, url_prefix="/leaps")

Record = dict[str, object]
Bookings = Mapping[str, Booking]

DATE_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y")
TRUE_WORDS = ("1", "true", "yes")
TIME_FORMATS = ("%H:%M:%S", "%H:%M", "%H.%M")


class LeapsError(Exception):
    """The failure of an envelope or of a command; its status is one of the ways to write false."""

    def __init__(self, message: str, status: object = 0) -> None:
        super().__init__(message)
        self.record: Record = {"status": status, "msg": message}


def installation(name: str, credentials: Mapping[str, object]) -> Blueprint:
    """Return the endpoint of one installation, below a path of its own."""
    blueprint = Blueprint(name, __name__, url_prefix=f"/{name}")

    @blueprint.route("/api/endpoint.php", methods=["GET", "POST"])
    def endpoint() -> Record:
        """Run the commands of an envelope; the HTTP status is 200 even if it fails."""
        now = state().now().astimezone(ZONE)
        timestamp = {"date": now.strftime("%Y-%m-%d"), "time": now.strftime("%H:%M:%S")}
        try:
            envelope = read_envelope(request.values.get("json"), credentials)
            with state().lock:
                results = run(*read_commands(envelope), state().of(LeapsState).bookings[name])
        except LeapsError as failure:
            return failure.record | timestamp
        return {"status": 1, "msg": "OK", "results": results} | timestamp

    return blueprint


def read_envelope(text: str | None, credentials: Mapping[str, object]) -> Record:
    """Return the envelope of a request; raise `LeapsError` where it is malformed or its credentials are wrong."""
    if not text:
        raise LeapsError("The parameter json is missing")
    try:
        envelope = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise LeapsError("The envelope is not valid JSON") from problem
    if not isinstance(envelope, dict):
        raise LeapsError("The envelope is not a set")
    for field, expected in credentials.items():
        # A contract is a number; Leaps accepts numbers as text too.
        if str(envelope.get(field, "")) != str(expected):
            raise LeapsError(f"Access denied: unknown {field}")
    return envelope


def read_commands(envelope: Record) -> tuple[list[object], bool]:
    """Return the commands of an envelope, and whether to halt at the first command that fails."""
    commands = envelope.get("commands")
    if not isinstance(commands, list):
        raise LeapsError("The envelope has no collection of commands")
    return commands, str(envelope.get("haltonerror", 0)).lower() in TRUE_WORDS


def run(commands: list[object], halt: bool, bookings: Bookings) -> list[Record]:
    """Return the result of each command, up to the first failure where the envelope halts on errors."""
    results: list[Record] = []
    for command in commands:
        try:
            results.append(run_one(command, bookings))
        except LeapsError as failure:
            results.append(failure.record)
            if halt:
                break
    return results


def run_one(command: object, bookings: Bookings) -> Record:
    """Return the result of one command, or raise `LeapsError`."""
    if not isinstance(command, dict):
        raise LeapsError("A command must be a set")
    name = str(command.get("command", ""))
    if name not in COMMANDS:
        raise LeapsError(f"Unknown command: {name}")
    return COMMANDS[name](command, bookings)


def echo(command: Record, _bookings: Bookings) -> Record:
    """Return the text of the command."""
    return {"status": 1, "answer": command.get("text", "")}


def get_booking(command: Record, bookings: Bookings) -> Record:
    """Return a shipment."""
    booking = find(command, bookings)
    return {"status": booking.success, "shipment": booking.shipment}


def get_status_messages(command: Record, bookings: Bookings) -> Record:
    """Return the status messages of a shipment."""
    booking = find(command, bookings)
    if booking.refusal is not None:
        raise LeapsError("No access to the status messages of this shipment", booking.refusal)
    return {"status": booking.success, "statusmessages": list(booking.messages)}


def get_bookings_by_last_change(command: Record, bookings: Bookings) -> Record:
    """Return the numbers of the shipments that have changed since a date and time."""
    day = parse(command.get("changedate"), DATE_FORMATS, "changedate").date()
    moment = parse(command.get("changetime", "00:00"), TIME_FORMATS, "changetime").time()
    return {"status": 1, "slinos": changed_since(day, moment, bookings)}


def changed_since(day: date, moment: time, bookings: Bookings) -> list[str]:
    """Return the numbers of the shipments that have changed since a date and time in UTC."""
    since = datetime.combine(day, moment, UTC)
    return [booking.slino for booking in bookings.values() if booking.changed >= since]


def find(command: Record, bookings: Bookings) -> Booking:
    """Return the shipment of a command; raise `LeapsError` where there is none."""
    booking = bookings.get(str(command.get("slino", "")))
    if booking is None:
        raise LeapsError("Shipment not found")
    return booking


def parse(text: object, formats: tuple[str, ...], name: str) -> datetime:
    """Return a date or a time in any of the formats that Leaps accepts."""
    for each in formats:
        try:
            return datetime.strptime(str(text), each).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise LeapsError(f"Invalid {name}")


COMMANDS: dict[str, Callable[[Record, Bookings], Record]] = {
    "Echo": echo,
    "GetBookingBySLIno": get_booking,
    "GetStatusMessagesBySLIno": get_status_messages,
    "GetBookingsByLastChange": get_bookings_by_last_change,
}

for _name, _credentials in ENVELOPES.items():
    blueprint.register_blueprint(installation(_name, _credentials))
