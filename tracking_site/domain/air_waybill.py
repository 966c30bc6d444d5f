"""Air waybill numbers: what several carriers' shipments have in common where they are legs of one journey."""

SHORTEST = 5
LONGEST = 100


def air_waybill_key(number: str | None) -> str | None:
    """What an air waybill number is compared by: its letters in capitals and its digits, however it is grouped.

    None for what is none: too short to tell anything, or without a digit that is not nought (`N/A`, `TBA`, `000-00000000`).
    """
    key = "".join(letter for letter in (number or "").upper() if letter.isalnum())
    telling = any(letter.isdigit() and letter != "0" for letter in key)
    return key if telling and SHORTEST <= len(key) <= LONGEST else None
