"""A form as the object that it stands for: `key[]`, `key[0][name]`, `key.0.name` and repeated keys are lists."""

import re
from urllib.parse import parse_qsl

from tracking_site.carriers.loginext.webhook_lists import MAX_DEPTH, embedded_json
from tracking_site.carriers.parsing import Unreadable, UnsafePayload

MAX_FIELDS = 5_000
_AT_THE_ENDS = "&; \t\r\n"
_STEP = re.compile(r"\[\]|[^\[\].]+")
_NEXT = "[]"


class _Node(dict[str, object]):
    """An object or a list that is being read: in a list, the keys are positions, or `+` and a number for the next one."""

    def add(self, value: object) -> None:
        self[f"+{len(self)}"] = value

    def open_row(self, steps: list[str]) -> str:
        """Return the key of the row that a field belongs to: the last one, or a new one where that has the field."""
        last = next(reversed(self), None)
        row = self.get(last) if last is not None else None
        if last is not None and isinstance(row, _Node) and not row.has(steps):
            return last
        return f"+{len(self)}"

    def has(self, steps: list[str]) -> bool:
        """Tell whether there is a value at a place."""
        node: object = self
        for step in steps:
            if not isinstance(node, _Node) or step not in node:
                return False
            node = node[step]
        return True

    def value(self) -> object:
        """Return the object, or the list in the order of its positions."""
        values = {key: each.value() if isinstance(each, _Node) else each for key, each in self.items()}
        if not all(key.removeprefix("+").isdecimal() for key in values):
            return values
        return [values[key] for key in sorted(values, key=_position)]


def form_object(text: str, charset: str | None) -> object:
    """Return a form's fields; a value may hold JSON. `Unreadable` where there is none, or too many."""
    encoding = "utf-8" if charset is None or charset.startswith(("utf-16", "utf-32")) else charset
    try:
        pairs = parse_qsl(
            text.strip(_AT_THE_ENDS), max_num_fields=MAX_FIELDS, encoding=_of_escapes(text, encoding), errors="replace"
        )
    except ValueError as error:
        raise Unreadable("no form") from error
    root = _Node()
    for name, value in pairs:
        _put(root, _steps(name), embedded_json(value))
    if not root:
        raise Unreadable("no form")
    return {key: each.value() if isinstance(each, _Node) else each for key, each in root.items()}


def _of_escapes(text: str, encoding: str) -> str:
    """Return the encoding of a form's escapes: UTF-8 under another label, too, where they all are valid."""
    try:
        parse_qsl(text, max_num_fields=MAX_FIELDS, errors="strict")
    except UnicodeDecodeError:
        return encoding
    return "utf-8"


def _steps(name: str) -> list[str]:
    if name.count("[") + name.count(".") > MAX_DEPTH:
        raise UnsafePayload("nested too deeply")
    return _STEP.findall(name)


def _put(node: _Node, steps: list[str], value: object) -> None:
    """Put a value at its place; a second value at the same place makes a list of both."""
    if not steps:
        return
    for index, step in enumerate(steps[:-1]):
        key = node.open_row(steps[index + 1 :]) if step == _NEXT else step
        inner = node.get(key)
        if not isinstance(inner, _Node):
            inner = _Node() if key not in node else _Node({"+0": inner})
            node[key] = inner
        node = inner
    last = steps[-1]
    if last == _NEXT:
        node.add(value)
    elif last not in node:
        node[last] = value
    else:
        before = node[last]
        several = before if isinstance(before, _Node) else _Node({"+0": before})
        several.add(value)
        node[last] = several


def _position(key: str) -> tuple[bool, int, str]:
    """Order positions as numbers, without making numbers of any length; what has no position of its own comes last."""
    digits = key.removeprefix("+").lstrip("0")
    return key.startswith("+"), len(digits), digits
