"""Which of Leaps' free texts tell of a delivery to the recipient (docs/carriers/leaps.md, Messages of deliveries).

A text that begins with "delivered" is a delivery only where all of its rest is known to belong to one.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from tracking_site.domain.shipment import Status

_UNIT = r"(?:pcs?|pieces?|pkgs?|packages?|parcels?|colli|collis|cartons?|ctns?|boxes|pallets?|plts?|items?|units?)\.?"
_COUNT = rf"(?P<some>\d{{1,5}})(?: ?{_UNIT})? ?(?:of|/|out of) ?(?:the )?(?P<all>\d{{1,5}})(?: ?{_UNIT})?"
_GOODS = r"(?:the |your )?(?:shipment|goods|cargo|consignment|freight|parcels?|packages?|pallets?|pieces|order) "
_BEGINNING = re.compile(
    rf"(?:{_COUNT} |all (?:{_UNIT} )?|{_GOODS})?(?:(?:was|were|is|are|has been|have been) )?(?:successfully )?"
    r"(?P<part>(?:part|partly|partially|short)[ -])?delivered\b|(?P<noun>(?:part|partial|short)[ -]delivery\b)"
)
_SEPARATOR = r"[\s,;:.!()\[\]|*–—-]"
_SEPARATORS = re.compile(rf"{_SEPARATOR}*")
_END = rf"(?={_SEPARATOR}|$)"

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = (
    rf"(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}"
    rf"|\d{{1,2}}[ -]?{_MONTH}(?:[ -]?\d{{4}})?)"
)
_TIME = r"(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:[:.][0-5]\d)?(?: ?(?:am|pm|hrs?|hours|h|cet|cest|gmt|utc|local time))?"
_PERSON = r"(?:consignee|receiver|recipient|addressee|customer)"
_PLACE = r"(?:address|door|home|premises|warehouse|dock|reception)"
_AT_THE_DOOR = (
    r"(?:front |back )?door|doorstep|home|reception|front desk|mail ?room|(?:mail|letter|post) ?box|neighbou?r"
)
_NAME = r"(?P<name>[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,5}(?:, ?[^\W\d_]+)?)"
# The clauses that the rest of a delivery's text can consist of.
_CLAUSES = tuple(
    re.compile(rf"(?:and )?(?:{clause}){_END}")
    for clause in (
        rf"(?:on |at )?{_DATE}(?:t| at| )*{_TIME}",
        rf"(?:on |at )?{_DATE}",
        rf"(?:at )?{_TIME}",
        rf"(?:to|at) (?:the )?{_PERSON}(?:(?:'s|’s|s)? {_PLACE})?",
        rf"(?:to|at) (?:the |a )?(?:{_AT_THE_DOOR})",
        r"in good (?:order(?: and condition)?|condition)|in full|complete(?:ly)?|successfully|ok|clean|without remarks",
        rf"all(?: {_UNIT})?",
        rf"(?:signed|received|accepted)(?: for)?(?: by[ :.-]*| ?[:-] ?){_NAME}",
        rf"(?:signature|pod|proof of delivery)[ :.-]*(?:by|from|of)?[ :.-]*{_NAME}",
        r"signed(?: for)?|received|accepted|pod|proof of delivery",
    )
)
_COUNTED = re.compile(_COUNT + _END)
_SHORT = re.compile(r"(?:short|partially|partly|in part|incomplete(?:ly)?)" + _END)
# Words by which a text is not about somebody who signed for the recipient.
_NO_NAME = re.compile(
    r"\b(?:agents?|air(?:lines?|ports?|craft)|brokers?|carriers?|couriers?|customs|depots?|drivers?|forwarders?|gates?"
    r"|handlers?|handling|hauliers?|hubs?|partners?|ports?|senders?|shippers?|consignors?|stations?|storage|terminals?|truckers?"
    r"|ware ?houses?|back|but|damage\w*|except|fail\w*|hold|incomplete|misdelivered|misrouted|missed|missing|no|nobody|none|not|only|part(?:ly|ial|ially)?"
    r"|pending|refus\w*|reject\w*|rest|return\w*|short(?:age|ed)?|unknown|wrong)\b"
)
_BACK = re.compile(r"(?:back )?to (?:the )?(?:sender|shipper|consignor)(?=[\s,;.!)-]|$)")
_ELSEWHERE = re.compile(r"(?:back )?(?:to(?! be\b)|at|into)\b")

_WORD = re.compile(r"[^\W_]+")
_BETWEEN_WORDS = re.compile(r"[\s.'’/&-]*")
_PREPOSITION = re.compile(r"(?:to|at) (?:the |mrs?\.? |ms\.? )?")
_LEGAL_FORMS = frozenset({"a", "s", "as", "aps", "ab", "ag", "gmbh", "inc", "ltd", "llc", "sa", "sarl", "bv", "co"})
_MIN_NAME_LENGTH = 3


@dataclass(frozen=True, slots=True)
class Recipient:
    """The recipient in a booking: the words of each name, one of which a text must have in full, and of the address."""

    names: tuple[frozenset[str], ...] = ()
    words: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, *, names: Iterable[str | None], contacts: Iterable[str | None], towns: Iterable[str | None]
    ) -> "Recipient":
        """Return the recipient by names and streets, by contacts (the surname is enough), and by towns and postcodes."""
        full, people = [_words(name) for name in names], [_words(contact) for contact in contacts]
        beside = [word for town in towns for word in (*_words(town), "".join(_words(town)))]
        identifying = [frozenset(name) - _LEGAL_FORMS for name in full]
        surnames = [frozenset(person[-1:]) for person in people if person and _is_surname(person[-1])]
        known = frozenset(word for name in (*full, *people, beside) for word in name if word)
        return cls(tuple(name for name in (*identifying, *surnames) if name), known)


def delivery_status(text: str, recipient: Recipient) -> Status | None:
    """Return what a text that begins with "delivered" means; None for another text."""
    text = _plain(text)
    begun = _BEGINNING.match(text)
    if begun is None:
        return None
    rest, short, counts = _unknown_rest(text, begun.end(), recipient)
    if begun["some"]:
        counts.append((int(begun["some"]), int(begun["all"])))
    if any(not 0 < some <= every for some, every in counts):
        return Status.UNKNOWN
    some_only = bool(short or begun["part"] or begun["noun"]) or any(some < every for some, every in counts)
    if not rest:
        return Status.PARTIALLY_DELIVERED if some_only else Status.DELIVERED
    if _BACK.match(rest):
        return Status.UNKNOWN if some_only else Status.RETURNED
    if _ELSEWHERE.match(rest):
        return Status.IN_TRANSIT
    return Status.PARTIALLY_DELIVERED if some_only and not begun["noun"] else Status.UNKNOWN


def _unknown_rest(text: str, at: int, recipient: Recipient) -> tuple[str, bool, list[tuple[int, int]]]:
    """Return what is left of a text after all known clauses, whether a part is missing, and the counts of pieces."""
    short, counts = False, list[tuple[int, int]]()
    while True:
        at = _end_of(_SEPARATORS.match(text, at), at)
        if counted := _COUNTED.match(text, at):
            counts.append((int(counted["some"]), int(counted["all"])))
        missing = _SHORT.match(text, at)
        short = short or missing is not None
        ended = _end_of(counted or missing, at) or at
        ended = max(ended, _clause_end(text, at), _recipient_end(text, at, recipient))
        if ended == at:
            return text[at:], short, counts
        at = ended


def _clause_end(text: str, at: int) -> int:
    """Return the end of the first clause that is known at a position, or the position."""
    for clause in _CLAUSES:
        found = clause.match(text, at)
        if found and not _NO_NAME.search(found.groupdict().get("name") or ""):
            return found.end()
    return at


def _recipient_end(text: str, at: int, recipient: Recipient) -> int:
    """Return the end of the words that name the recipient or their address; after "to", a name in full is needed."""
    preposition = _PREPOSITION.match(text, at)
    ended = begun = _end_of(preposition, at)
    named: set[str] = set()
    while (word := _WORD.match(text, _end_of(_BETWEEN_WORDS.match(text, ended), ended))) and word[0] in recipient.words:
        named.add(word[0])
        ended = word.end()
    whole = any(name <= named for name in recipient.names)
    return ended if ended > begun and (whole or preposition is None) else at


def _end_of(match: re.Match[str] | None, otherwise: int) -> int:
    return match.end() if match else otherwise


def _is_surname(word: str) -> bool:
    return len(word) >= _MIN_NAME_LENGTH and not _NO_NAME.search(word)


def _words(text: str | None) -> list[str]:
    return _WORD.findall(_plain(text or ""))


def _plain(text: str) -> str:
    """Return a text in lower case without accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())
