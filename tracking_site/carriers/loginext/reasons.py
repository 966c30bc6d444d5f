"""Reasons in LogiNext's and its drivers' words, and whom they name."""

import re

from tracking_site.carriers.parsing import Fields, name_parts

MIN_PHONE_DIGITS = 7
COMPARED_DIGITS = 8

_OF_DRIVERS = ("phoneNumber", "deliveryMediumPhoneNumber")
_PEOPLE = ("customerName", "recipientName", "deliveryMediumName", "driverName", "cancelledBy")
_NUMBER = re.compile(r"(?:\d[ ().+/-]{0,3}){6,}\d")


def reason_of(fields: Fields, *names: str) -> str | None:
    """Return the first reason that a row or webhook gives; None where it contains the driver's telephone number."""
    reason = fields.text(*names)
    numbers = {_digits(fields.text(name))[-COMPARED_DIGITS:] for name in _OF_DRIVERS}
    known = [number for number in numbers if len(number) >= MIN_PHONE_DIGITS]
    return None if reason and any(number in _digits(reason) for number in known) else reason


def names_anybody(text: str, fields: Fields) -> bool:
    """Tell whether a text contains a name of a person in a row or webhook, or a telephone number."""
    names = [name.casefold() for name in name_parts(*(fields.text(name) for name in _PEOPLE))]
    return has_telephone_number(text) or any(name in text.casefold() for name in names)


def has_telephone_number(text: str) -> bool:
    """Tell whether a text contains as many digits in a row as a telephone number has."""
    return _NUMBER.search(text) is not None


def _digits(text: str | None) -> str:
    return "".join(character for character in text or "" if character.isdecimal())
