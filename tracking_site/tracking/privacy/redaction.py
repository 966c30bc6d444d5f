"""Removal of what may be personal from a shipment: of everything for the unverified, of others' data for a recipient."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from tracking_site.domain.shipment import (
    Coordinates,
    Location,
    PersonalData,
    Place,
    References,
    Shipment,
    Status,
    TrackingEvent,
    TrackingResult,
)
from tracking_site.tracking.privacy.impersonal_text import KnownNames, impersonal_words
from tracking_site.tracking.privacy.personal_words import PersonalWords, words_of
from tracking_site.tracking.privacy.place_names import public_city_name, public_country, public_hub_name

DECIMALS = 2
MIN_NUMBER_LENGTH = 5


def public_result(
    tracking: TrackingResult,
    also_redact: Collection[PersonalData] = (),
    phrases: Collection[str] = (),
) -> TrackingResult:
    """Return the result as an unverified viewer may see it: positions rounded, and no text that may be personal.

    `also_redact` has the personal data of the journey's other legs, which this carrier's texts may repeat. `phrases` are
    texts of the account that are known to be impersonal.
    """
    return replace(tracking, shipment=public_shipment(tracking.shipment, also_redact, phrases))


def public_shipment(
    shipment: Shipment, also_redact: Collection[PersonalData] = (), phrases: Collection[str] = ()
) -> Shipment:
    """Return a shipment as an unverified viewer may see it."""
    people = (*([shipment.personal] if shipment.personal else ()), *also_redact)
    return _Redaction.of(shipment, people, phrases).shipment(shipment)


def without_others(tracking: TrackingResult, others: Collection[PersonalData]) -> TrackingResult:
    """Return a recipient's result without the texts that name the people of the journey's other legs."""
    shipment = tracking.shipment
    own = PersonalWords.of([shipment.personal] if shipment.personal else ())
    every = PersonalWords.of(others)
    foreign = PersonalWords(every.phrases - own.phrases, every.digits - own.digits)
    events = tuple(
        replace(event, description=None, withheld=True)
        if event.description and foreign.named_in(event.description)
        else event
        for event in shipment.events
    )
    return replace(tracking, shipment=replace(shipment, events=events))


@dataclass(frozen=True, slots=True)
class _Redaction:
    """What is known of one shipment: its people, and the names and numbers that its page shows anyway."""

    personal: PersonalWords
    known: KnownNames
    ends: frozenset[str]
    """The words of the names of its origin and destination."""
    phrases: frozenset[str]

    @classmethod
    def of(cls, shipment: Shipment, people: Collection[PersonalData], phrases: Collection[str]) -> "_Redaction":
        personal = PersonalWords.of(people)
        places = (_public_place(place, personal) for place in (shipment.origin, shipment.destination))
        ends = [words_of(place.name) for place in places if place]
        hubs = {words_of(name) for location in _locations(shipment) if (name := public_hub_name(location.name))}
        companies = (shipment.carrier_name, shipment.merchant, shipment.provider)
        return cls(
            personal=personal,
            known=KnownNames(
                places=frozenset(map(" ".join, (*ends, *(hub for hub in hubs if not personal.occur_in(hub))))),
                texts=tuple(text for text in (*companies, *_numbers(shipment.references)) if text),
            ),
            ends=frozenset(word for end in ends for word in end),
            phrases=frozenset(map(_normalise, phrases)),
        )

    def shipment(self, shipment: Shipment) -> Shipment:
        # A history repeats its texts.
        shown = {text: self._text(text) for text in {event.description for event in shipment.events}}
        return replace(
            shipment,
            references=replace(shipment.references, job_id=None),
            carrier_status=self._carrier_status(shipment),
            # Without their descriptions two events may be alike.
            events=tuple(dict.fromkeys(self._event(event, shown[event.description]) for event in shipment.events)),
            last_location=self._location(shipment.last_location),
            origin=_public_place(shipment.origin, self.personal),
            destination=_public_place(shipment.destination, self.personal),
            sms_notifications=None,
            proof=None,
            personal=None,
            verifies=False,
        )

    def _event(self, event: TrackingEvent, description: str | None) -> TrackingEvent:
        return replace(
            event,
            description=description,
            withheld=event.withheld or (event.description is not None and description is None),
            location=self._location(event.location),
        )

    def _text(self, text: str | None) -> str | None:
        """Return a text if all that it says is known to be impersonal."""
        if text is None or _normalise(text) in self.phrases:
            return text
        words = impersonal_words(text, self.known)
        return None if words is None or self.personal.occur_in(words, self.ends) else text

    def _carrier_status(self, shipment: Shipment) -> str | None:
        """Return the carrier's word; one that has a meaning here is in a table, and so identifies nobody."""
        word = shipment.carrier_status
        in_table = shipment.status is not Status.UNKNOWN and word and not self.personal.occur_in(words_of(word))
        return word if in_table else self._text(word)

    def _location(self, location: Location | None) -> Location | None:
        if location is None:
            return None
        name = public_hub_name(location.name)
        if name and self.personal.occur_in(words_of(name), self.ends):
            name = None
        position = location.position and Coordinates(
            _rounded(location.position.latitude), _rounded(location.position.longitude)
        )
        return replace(location, name=name, position=position, address=None)


def _public_place(place: Place | None, personal: PersonalWords) -> Place | None:
    """Return the end of a route with its city alone; a name that no city is known by must not be the recipient's."""
    name = public_city_name(place.name) if place else None
    if place is None or name is None:
        return None
    if public_hub_name(name) is None and personal.occur_in(words_of(name)):
        return None
    return Place(name, public_country(place.country))


def _locations(shipment: Shipment) -> Iterator[Location]:
    yield from (location for location in (shipment.last_location, *(e.location for e in shipment.events)) if location)


def _numbers(references: References) -> Iterator[str]:
    numbers = (references.sli_number, references.order_number, references.trip_name, references.awb_number)
    yield from (number for number in numbers if number and len(number) >= MIN_NUMBER_LENGTH)


def _normalise(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".!")


def _rounded(degrees: float) -> float:
    # Plus zero: a value just below zero would round to -0.0.
    return round(degrees, DECIMALS) + 0.0
