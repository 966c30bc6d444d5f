"""What else is known of a shipment: its numbers, its carriers, its ends, and for the recipient the delivery address."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracking_site.domain.shipment import Place, Shipment
from tracking_site.web.i18n.reader import Reader

# Codes that carriers' documents use for a country whose ISO code is another one.
_COUNTRY_CODES = {"UK": "GB"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and a value; `untranslated` where the value is in the carrier's words, whose language is not known."""

    label: str
    value: str
    untranslated: bool = False


def shipment_facts(shipment: Shipment, reader: Reader) -> Iterator[Fact]:
    """Yield what every viewer may know."""
    _ = reader.gettext
    yield from _numbers(shipment, reader)
    carriers = dict.fromkeys(leg.carrier_name for leg in shipment.legs or (shipment,))
    yield Fact(_("Carriers") if len(carriers) > 1 else _("Carrier"), ", ".join(carriers), untranslated=True)
    for label, name in ((_("Sent by"), shipment.merchant), (_("Delivered by"), shipment.provider)):
        if name and name not in carriers:
            yield Fact(label, name, untranslated=True)
    for label, place in ((_("From"), shipment.origin), (_("To"), shipment.destination)):
        if place:
            yield Fact(label, _place_text(place, reader))
    if shipment.attempts and shipment.attempts > 1:
        yield Fact(_("Delivery attempts"), str(shipment.attempts))


def recipient_facts(shipment: Shipment, reader: Reader) -> Iterator[Fact]:
    """Yield what only the recipient may know; the caller makes sure that the viewer is the recipient."""
    _ = reader.gettext
    personal = shipment.personal
    if personal is None:
        return
    facts = (
        (_("For"), personal.recipient),
        (_("Address"), ", ".join(personal.address)),
        (_("Note"), personal.note),
        (_("Driver"), personal.driver),
    )
    yield from (Fact(label, value, untranslated=True) for label, value in facts if value)


def _numbers(shipment: Shipment, reader: Reader) -> Iterator[Fact]:
    """Yield each number once: those of the current leg first, and last the one that all legs share."""
    _ = reader.gettext
    references = [leg.references for leg in shipment.legs or (shipment,)]
    numbers = dict.fromkeys(
        number
        for each in references
        for number in (
            (_("Order number"), each.order_number),
            (_("SLI number"), each.sli_number),
            (_("Trip"), each.trip_name),
        )
    )
    air_waybill = (_("Air waybill"), shipment.references.awb_number)
    yield from (Fact(label, value, untranslated=True) for label, value in (*numbers, air_waybill) if value)


def _place_text(place: Place, reader: Reader) -> str:
    code = (place.country or "").upper()
    country = reader.locale.territories.get(_COUNTRY_CODES.get(code, code)) or place.country
    return f"{place.name}, {country}" if country else place.name
