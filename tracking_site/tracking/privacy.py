"""What an unverified viewer may see of a shipment; nothing else reaches a template or an answer (contract, section 4)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from tracking_site.models.shipment import (
    Coordinates,
    Location,
    Personal,
    Shipment,
    Tracked,
    TrackingEvent,
)

DECIMALS = 2
HIDDEN = "…"
SHORTEST_WORD = 3
SHORTEST_PART = 4

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(r"\+\d[\d ().-]{6,}\d")

Redact = Callable[[str | None], str | None]


def public(tracked: Tracked) -> Tracked:
    """The shipment without anything personal, its positions rounded, its texts without the recipient's words."""
    return replace(tracked, shipment=_public(tracked.shipment))


def _public(shipment: Shipment) -> Shipment:
    redact = _redaction(shipment.personal)
    return replace(
        shipment,
        references=replace(shipment.references, job_id=None),
        carrier_status=redact(shipment.carrier_status),
        events=tuple(_public_event(event, redact) for event in shipment.events),
        last_location=_public_location(shipment.last_location, redact),
        sms_notifications=None,
        personal=None,
        verifies=False,
    )


def _public_event(event: TrackingEvent, redact: Redact) -> TrackingEvent:
    return replace(
        event,
        description=redact(event.description),
        location=_public_location(event.location, redact),
    )


def _public_location(location: Location | None, redact: Redact) -> Location | None:
    if location is None:
        return None
    position = location.position and Coordinates(
        round(location.position.latitude, DECIMALS), round(location.position.longitude, DECIMALS)
    )
    return replace(location, name=redact(location.name), position=position, address=None)


def _redaction(personal: Personal | None) -> Redact:
    """Takes out of a text what would tell who or where the recipient is, and every address and number to reach anyone."""
    words = sorted(set(_telling(personal)), key=len, reverse=True) if personal else []
    known = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE) if words else None

    def redact(text: str | None) -> str | None:
        if text is None:
            return None
        for pattern in (_MAIL, _PHONE, known):
            text = pattern.sub(HIDDEN, text) if pattern else text
        return text

    return redact


def _telling(personal: Personal) -> Iterator[str]:
    """The words themselves, and the parts of people's names: a proof is signed with a surname."""
    whole = (*personal.words, *personal.address, personal.recipient, personal.postcode, personal.note, personal.driver)
    yield from (word for word in whole if word and len(word) >= SHORTEST_WORD)
    for name in (personal.recipient, personal.driver):
        yield from (part for part in (name or "").split() if len(part) >= SHORTEST_PART)
