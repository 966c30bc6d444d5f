"""Air waybill numbers, which shipments of several carriers share where they are legs of one journey."""

from tracking_site.domain.normalisation import normal_form

MIN_LENGTH = 5
MAX_LENGTH = 100


def air_waybill_key(number: str | None) -> str | None:
    """Return the key by which air waybill numbers are compared: letters in capitals and digits, without separators.

    Digits and letters of every script and width count as those of ASCII that they mean.

    Return None for a placeholder: too short, or without a digit other than zero (`N/A`, `TBA`, `000-00000000`).
    """
    key = "".join(letter for letter in normal_form(number or "").upper() if letter.isalnum())
    has_digit = any(letter.isdigit() and letter != "0" for letter in key)
    return key if has_digit and MIN_LENGTH <= len(key) <= MAX_LENGTH else None
