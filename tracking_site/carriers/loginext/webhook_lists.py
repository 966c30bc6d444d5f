"""The lists of a webhook, which forms and XML write in many ways, as lists (docs/carriers/loginext.md, Webhooks)."""

from collections.abc import Iterator, Mapping

from tracking_site.carriers.parsing import MAX_ROWS, Unreadable, UnsafePayload, decode

MAX_DEPTH = 60

_NUMBERS = ("orderNo", "clientShipmentId")
_LISTS_OF_TEXTS = frozenset({"clientShipmentIds", "unassigned"})
_LISTS_OF_ROWS = frozenset({"notificationDetails", "tripDetails", "orderDetails", "deliverDetails", "pickupDetails"})
_LISTS = _LISTS_OF_TEXTS | _LISTS_OF_ROWS
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"{}[]")

Row = dict[str, object]


def normalise_lists(value: object, *, single_values: bool) -> object:
    """Return an object with a list in every field that is one, whatever it was wrapped in.

    `single_values` is for forms and XML, where a repeated name is the only sign of a list: any other field has one
    value, the last. Of several order numbers beside each other, those after the first become `clientShipmentIds`.
    """
    if not isinstance(value, dict):
        return value
    row = _row(value, single_values=single_values)
    numbers = [each for name in _NUMBERS for each in _several(value.get(name))]
    if numbers:
        row |= {name: numbers[0] for name in _NUMBERS if _several(value.get(name))}
        row["clientShipmentIds"] = [*dict.fromkeys((*numbers[1:], *_texts(value.get("clientShipmentIds"))))]
    return row


def json_depth(text: str) -> int:
    """Return an upper bound of the nesting depth: brackets inside strings are counted, too."""
    depth = deepest = 0
    for bracket in text.encode().translate(None, _NO_BRACKETS):
        depth += 1 if bracket in b"{[" else -1
        deepest = max(deepest, depth)
    return deepest


def embedded_json(text: str) -> object:
    """Return the list or object that a text holds as JSON, or else the text."""
    if text[:1] not in ("{", "["):
        return text
    if json_depth(text) > MAX_DEPTH:
        raise UnsafePayload("nested too deeply")
    try:
        return decode(text.encode())
    except Unreadable:
        return text


def _row(value: Mapping[str, object], *, single_values: bool) -> Row:
    return {name: _field(name, each, single_values=single_values) for name, each in value.items()}


def _field(name: str, value: object, *, single_values: bool) -> object:
    if name in _LISTS_OF_TEXTS:
        return [*_texts(value)]
    if name in _LISTS_OF_ROWS:
        return [*_rows(name, value, single_values=single_values)]
    if isinstance(value, dict):
        return _row(value, single_values=single_values)
    if single_values and isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return value[-1]
    return value


def _texts(value: object) -> Iterator[object]:
    """Yield the texts of a list of order numbers, in order.

    Its documentation calls it a text, so a text with commas, with or without brackets, is a list, too.
    """
    if isinstance(value, str):
        inner = value.strip().removeprefix("[").removesuffix("]")
        yield from (part for each in inner.split(",") if (part := each.strip(" \t\r\n\"'")))
    else:
        yield from _leaves(value)


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        named = [value[name] for name in _NUMBERS if value.get(name)]
        for each in named or value.values():
            yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)
    elif isinstance(value, str | int | float):
        yield value


def _rows(name: str, value: object, *, single_values: bool) -> Iterator[Row]:
    """Yield the rows of a list of objects, without the elements around them."""
    if isinstance(value, str):
        value = embedded_json(value.strip())
    if isinstance(value, list):
        for each in value:
            yield from _rows(name, each, single_values=single_values)
    elif isinstance(value, dict) and _wraps(name, value):
        for each in value.values():
            yield from _rows(name, each, single_values=single_values)
    elif isinstance(value, dict):
        yield from (_row(each, single_values=single_values) for each in _split(value))


def _wraps(name: str, value: Mapping[str, object]) -> bool:
    """Tell whether an object is an element around rows: it has nothing but objects, and none of them is a list's."""
    foreign = any(key in _LISTS and key != name for key in value)
    return not foreign and all(isinstance(each, dict | list) and _has_rows(each) for each in value.values())


def _has_rows(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and all(isinstance(each, dict | list) for each in value))


def _split(value: Row) -> Iterator[Row]:
    """Yield a row for each of several order numbers in one: the fields of the same length belong to them in order."""
    numbers = next((several for name in _NUMBERS if (several := _several(value.get(name)))), [])
    if not numbers:
        yield value
    for index in range(min(len(numbers), MAX_ROWS)):
        yield {
            name: each[index] if isinstance(each, list) and len(each) == len(numbers) else each
            for name, each in value.items()
        }


def _several(value: object) -> list[object]:
    """Return the numbers in a field that has one by right."""
    if not isinstance(value, list):
        return []
    return [each for each in value if isinstance(each, str | int) and not isinstance(each, bool)]
