"""The stand-in of Leaps: two installations that differ in their address and their shipments alone."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time

from flask import Blueprint, request

from tracking_site_sandbox.credentials import LEAPS_ENVELOPES
from tracking_site_sandbox.leaps.booking_model import ZONE, Booking
from tracking_site_sandbox.state import state

blueprint = Blueprint("leaps", __name__, url_prefix="/leaps")

Record = dict[str, object]
Bookings = Mapping[str, Booking]

DATES = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y")
YES = ("1", "true", "yes")
TIMES = ("%H:%M:%S", "%H:%M", "%H.%M")


class LeapsError(Exception):
    """What an envelope or a command fails with; its status is one of the ways to write no."""

    def __init__(self, message: str, status: object = 0) -> None:
        super().__init__(message)
        self.answer: Record = {"status": status, "msg": message}


def installation(name: str, identification: Mapping[str, object]) -> Blueprint:
    """One installation, below its own address."""
    found = Blueprint(name, __name__, url_prefix=f"/{name}")

    @found.route("/api/endpoint.php", methods=["GET", "POST"])
    def endpoint() -> Record:
        """An envelope of commands; whatever becomes of it, HTTP says 200."""
        moment = state().now().astimezone(ZONE)
        stamp = {"date": moment.strftime("%Y-%m-%d"), "time": moment.strftime("%H:%M:%S")}
        try:
            envelope = read_envelope(request.values.get("json"), identification)
            with state().lock:
                results = run(*read_commands(envelope), state().bookings[name])
        except LeapsError as failure:
            return failure.answer | stamp
        return {"status": 1, "msg": "OK", "results": results} | stamp

    return found


def read_envelope(text: str | None, identification: Mapping[str, object]) -> Record:
    """The envelope, once it has shown to come from somebody known."""
    if not text:
        raise LeapsError("The parameter json is missing")
    try:
        envelope = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise LeapsError("The envelope is not valid JSON") from problem
    if not isinstance(envelope, dict):
        raise LeapsError("The envelope is not a set")
    for field, expected in identification.items():
        # A contract is a number, and numbers are taken as text too.
        if str(envelope.get(field, "")) != str(expected):
            raise LeapsError(f"Access denied: unknown {field}")
    return envelope


def read_commands(envelope: Record) -> tuple[list[object], bool]:
    """The commands of an envelope, and whether to halt at the first that fails."""
    commands = envelope.get("commands")
    if not isinstance(commands, list):
        raise LeapsError("The envelope has no collection of commands")
    return commands, str(envelope.get("haltonerror", 0)).lower() in YES


def run(commands: list[object], halt: bool, bookings: Bookings) -> list[Record]:
    """The result of each command, the first that fails being the last where they are to halt."""
    results: list[Record] = []
    for command in commands:
        try:
            results.append(run_one(command, bookings))
        except LeapsError as failure:
            results.append(failure.answer)
            if halt:
                break
    return results


def run_one(command: object, bookings: Bookings) -> Record:
    """The result of one command that succeeds."""
    if not isinstance(command, dict):
        raise LeapsError("A command must be a set")
    name = str(command.get("command", ""))
    if name not in COMMANDS:
        raise LeapsError(f"Unknown command: {name}")
    return COMMANDS[name](command, bookings)


def echo(command: Record, _bookings: Bookings) -> Record:
    """The text, back again."""
    return {"status": 1, "answer": command.get("text", "")}


def get_booking(command: Record, bookings: Bookings) -> Record:
    """A shipment."""
    booking = find(command, bookings)
    return {"status": booking.success, "shipment": booking.shipment}


def get_status_messages(command: Record, bookings: Bookings) -> Record:
    """The status messages of a shipment."""
    booking = find(command, bookings)
    if booking.refusal is not None:
        raise LeapsError("No access to the status messages of this shipment", booking.refusal)
    return {"status": booking.success, "statusmessages": list(booking.messages)}


def get_bookings_by_last_change(command: Record, bookings: Bookings) -> Record:
    """The numbers of the shipments that have changed since a moment."""
    day = read(command.get("changedate"), DATES, "changedate").date()
    moment = read(command.get("changetime", "00:00"), TIMES, "changetime").time()
    return {"status": 1, "slinos": changed_since(day, moment, bookings)}


def changed_since(day: date, moment: time, bookings: Bookings) -> list[str]:
    """The numbers of the shipments that have changed since a day and time in GMT."""
    since = datetime.combine(day, moment, UTC)
    return [booking.slino for booking in bookings.values() if booking.changed >= since]


def find(command: Record, bookings: Bookings) -> Booking:
    """The shipment that a command names."""
    booking = bookings.get(str(command.get("slino", "")))
    if booking is None:
        raise LeapsError("Shipment not found")
    return booking


def read(text: object, forms: tuple[str, ...], name: str) -> datetime:
    """A date or a time in any of the forms that Leaps takes."""
    for form in forms:
        try:
            return datetime.strptime(str(text), form).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise LeapsError(f"Invalid {name}")


COMMANDS: dict[str, Callable[[Record, Bookings], Record]] = {
    "Echo": echo,
    "GetBookingBySLIno": get_booking,
    "GetStatusMessagesBySLIno": get_status_messages,
    "GetBookingsByLastChange": get_bookings_by_last_change,
}

for _name, _identification in LEAPS_ENVELOPES.items():
    blueprint.register_blueprint(installation(_name, _identification))
