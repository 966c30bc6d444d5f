"""What each word of LogiNext means in each leg of an order (docs/carriers/loginext.md, What a word means in each leg).

Get Order, webhooks and journeys all read this one table.
"""

from collections.abc import Mapping
from enum import StrEnum

from tracking_site.carriers.loginext.responses import normalise_word
from tracking_site.carriers.parsing import Fields
from tracking_site.domain.order_legs import LegDirection, LegKind, OrderLeg
from tracking_site.domain.recorded_history import StepMeaning
from tracking_site.domain.shipment import Milestone, Status


class Word(StrEnum):
    """The words that LogiNext has for a step of an order: statuses of Get Order, and what only webhooks name."""

    NOTDISPATCHED = "NOTDISPATCHED"
    ORDERACCEPTED = "ORDERACCEPTED"
    ORDERREJECTED = "ORDERREJECTED"
    LOADED = "LOADED"
    TRIPSTARTED = "TRIPSTARTED"
    CHECKEDINATPICKUP = "CHECKEDINATPICKUP"
    PICKEDUP = "PICKEDUP"
    NOTPICKEDUP = "NOTPICKEDUP"
    INTRANSIT = "INTRANSIT"
    CHECKEDINATDELIVERY = "CHECKEDINATDELIVERY"
    CHECKEDOUTATDELIVERY = "CHECKEDOUTATDELIVERY"
    DELIVERED = "DELIVERED"
    DELIVEREDTOPICKUPPOINT = "DELIVEREDTOPICKUPPOINT"
    COMPLETED = "COMPLETED"
    PARTIALLYDELIVERED = "PARTIALLYDELIVERED"
    NOTDELIVERED = "NOTDELIVERED"
    NOTCOMPLETED = "NOTCOMPLETED"
    CANCELLED = "CANCELLED"
    UNKNOWN = "UNKNOWN"


class Part(StrEnum):
    """The part of an order's way that a leg is; the last two are of a leg without `shipmentOrderTypeCd`."""

    TO_HUB = "PICKUP, FORWARD"
    TO_RECIPIENT = "DELIVER, FORWARD"
    FROM_RECIPIENT = "PICKUP, REVERSE"
    TO_SENDER = "DELIVER, REVERSE"
    FORWARD = "no leg, FORWARD"
    BACK = "no leg, REVERSE"


FINISHED = frozenset(
    {
        *(Word.DELIVERED, Word.COMPLETED, Word.PARTIALLYDELIVERED),
        *(Word.NOTDELIVERED, Word.NOTPICKEDUP, Word.NOTCOMPLETED, Word.CANCELLED),
    }
)
"""The words for an order that the driver has finished with."""
ENDING = frozenset(
    {Word.DELIVERED, Word.DELIVEREDTOPICKUPPOINT, Word.COMPLETED, Word.PARTIALLYDELIVERED, Word.CANCELLED}
)
"""The words after which the next leg of an order follows; a failed attempt is made again in the same leg."""
NOT_BEGUN = frozenset({Word.NOTDISPATCHED, Word.ORDERACCEPTED, Word.ORDERREJECTED})
_BEGINS_NOTHING = NOT_BEGUN | {Word.CANCELLED, Word.UNKNOWN}
_WORDS = frozenset(word.value for word in Word)

_KINDS = {"PICKUP": LegKind.COLLECTION, "DELIVER": LegKind.DELIVERY}
_DIRECTIONS = {"FORWARD": LegDirection.FORWARD, "REVERSE": LegDirection.BACK}
_PARTS = {
    (LegKind.COLLECTION, False): Part.TO_HUB,
    (LegKind.DELIVERY, False): Part.TO_RECIPIENT,
    (None, False): Part.FORWARD,
    (LegKind.COLLECTION, True): Part.FROM_RECIPIENT,
    (LegKind.DELIVERY, True): Part.TO_SENDER,
    (None, True): Part.BACK,
}
_STATUSES_OF_GET_ORDER = frozenset(Word) - {
    *(Word.LOADED, Word.TRIPSTARTED, Word.DELIVEREDTOPICKUPPOINT, Word.UNKNOWN),
    *(Word.CHECKEDINATPICKUP, Word.CHECKEDINATDELIVERY, Word.CHECKEDOUTATDELIVERY),
}
_PICKUP_POINT = "PUP"

Cell = tuple[Status, Milestone | None]


def _everywhere(cell: Cell) -> dict[Part, Cell]:
    return dict.fromkeys(Part, cell)


def _row(
    to_hub: Cell, to_recipient: Cell, from_recipient: Cell, to_sender: Cell, forward: Cell, back: Cell
) -> dict[Part, Cell]:
    return dict(zip(Part, (to_hub, to_recipient, from_recipient, to_sender, forward, back), strict=True))


_REGISTERED: Cell = (Status.INFO_RECEIVED, None)
_AT_HUB: Cell = (Status.IN_TRANSIT, Milestone.REACHED_HUB)
_FETCHING: Cell = (Status.IN_TRANSIT, Milestone.COLLECTION_STARTED)
_OUT: Cell = (Status.OUT_FOR_DELIVERY, Milestone.OUT_FOR_DELIVERY)
_STARTED: Cell = (Status.IN_TRANSIT, Milestone.STARTED)
_RETURNING: Cell = (Status.IN_TRANSIT, Milestone.RETURN_STARTED)
_ON_THE_WAY: Cell = (Status.IN_TRANSIT, None)
_AT_THE_DOOR: Cell = (Status.OUT_FOR_DELIVERY, Milestone.ARRIVED)
_LEFT: Cell = (Status.OUT_FOR_DELIVERY, Milestone.LEFT)
_DELIVERED: Cell = (Status.DELIVERED, Milestone.DELIVERED)
_WAITING: Cell = (Status.DELIVERED, Milestone.READY_FOR_COLLECTION)
_RETURNED: Cell = (Status.RETURNED, Milestone.RETURNED)
_IN_PART: Cell = (Status.PARTIALLY_DELIVERED, Milestone.PARTIALLY_DELIVERED)
_NOT_COLLECTED: Cell = (Status.ATTEMPT_FAILED, Milestone.NOT_COLLECTED)
_NOT_DELIVERED: Cell = (Status.ATTEMPT_FAILED, Milestone.NOT_DELIVERED)
_ENDED = _row(_AT_HUB, _DELIVERED, _AT_HUB, _RETURNED, _DELIVERED, _RETURNED)
_FAILED = _row(*(_NOT_COLLECTED, _NOT_DELIVERED) * 2, _NOT_DELIVERED, _NOT_DELIVERED)

# A cell without a milestone tells no event. The columns are in the order of `Part`.
TABLE: Mapping[Word, Mapping[Part, Cell]] = {
    Word.NOTDISPATCHED: _everywhere(_REGISTERED),
    Word.ORDERACCEPTED: _everywhere((Status.INFO_RECEIVED, Milestone.DRIVER_ASSIGNED)),
    Word.ORDERREJECTED: _everywhere(_REGISTERED),
    Word.LOADED: _everywhere((Status.INFO_RECEIVED, Milestone.LOADED)),
    Word.TRIPSTARTED: _row(_FETCHING, _OUT, _FETCHING, _RETURNING, _OUT, _RETURNING),
    Word.CHECKEDINATPICKUP: _everywhere((Status.IN_TRANSIT, Milestone.COLLECTION_ARRIVED)),
    Word.PICKEDUP: _everywhere((Status.PICKED_UP, Milestone.COLLECTED)),
    Word.NOTPICKEDUP: _everywhere(_NOT_COLLECTED),
    Word.INTRANSIT: _row(_FETCHING, _OUT, _FETCHING, _RETURNING, _STARTED, _RETURNING),
    Word.CHECKEDINATDELIVERY: _row(_ON_THE_WAY, _AT_THE_DOOR, _ON_THE_WAY, _ON_THE_WAY, _AT_THE_DOOR, _ON_THE_WAY),
    Word.CHECKEDOUTATDELIVERY: _row(_ON_THE_WAY, _LEFT, _ON_THE_WAY, _ON_THE_WAY, _LEFT, _ON_THE_WAY),
    Word.DELIVERED: _ENDED,
    Word.DELIVEREDTOPICKUPPOINT: _row(_AT_HUB, _WAITING, _AT_HUB, _RETURNED, _WAITING, _RETURNED),
    Word.COMPLETED: _ENDED,
    Word.PARTIALLYDELIVERED: _row(_AT_HUB, _IN_PART, _AT_HUB, _IN_PART, _IN_PART, _IN_PART),
    Word.NOTDELIVERED: _FAILED,
    Word.NOTCOMPLETED: _FAILED,
    Word.CANCELLED: _everywhere((Status.CANCELLED, Milestone.CANCELLED)),
    Word.UNKNOWN: _everywhere((Status.UNKNOWN, None)),
}


def leg_of(fields: Fields) -> OrderLeg:
    """Return the leg that a row of Get Order or a webhook names; what it does not say is None."""
    return OrderLeg(
        _KINDS.get(normalise_word(fields.text("shipmentOrderTypeCd", "orderLeg", "shipmentType"))),
        _DIRECTIONS.get(normalise_word(fields.text("orderState"))),
        to_pickup_point=normalise_word(fields.text("deliveryLocationType")) == _PICKUP_POINT,
    )


def status_word(fields: Fields, *names: str) -> Word:
    """Return the word of a status; a word that no edition has is `UNKNOWN`."""
    word = normalise_word(fields.text(*(names or ("status",))))
    return Word(word) if word in _STATUSES_OF_GET_ORDER else Word.UNKNOWN


def part_of(leg: OrderLeg) -> Part:
    """Return the part of the way that a leg is; a leg whose state nothing says goes forward."""
    return _PARTS[leg.kind, leg.direction is LegDirection.BACK]


def meaning(word: str, leg: OrderLeg) -> StepMeaning:
    """Return what a word means in a leg: a total function, also for words that a later release has stored."""
    known = Word(word) if word in _WORDS else Word.UNKNOWN
    if leg.to_pickup_point and known in (Word.DELIVERED, Word.COMPLETED):
        known = Word.DELIVEREDTOPICKUPPOINT
    status, milestone = TABLE[known][part_of(leg)]
    return StepMeaning(status, milestone, begins_leg=known not in _BEGINS_NOTHING, ends_leg=known in ENDING)
