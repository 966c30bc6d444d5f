"""The spellings that one number may have been given in, and what is no number at all."""

import re
from collections.abc import Iterator
from uuid import UUID

from tracking_site.domain.errors import InvalidReference
from tracking_site.domain.normalisation import normal_form, without_unseen
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.tracking.query.labels import without_label
from tracking_site.tracking.query.model import MAX_NUMBER_LENGTH, MAX_TEXT_LENGTH
from tracking_site.tracking.query.spoilt_links import decoded_value

_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
# Control characters, marks that change the direction of text, and the replacement for bytes that are not UTF-8.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202e\ud800-\udfff\ufffd]")
_LINE_BLANKS = " \t\r\n"
# An equals sign that quoted-printable has escaped (`job_id=3D…`) is left in front of the value.
_QUOTED = re.compile(r"=*(?:3[Dd])?=*")
_WHOLE_UUID = re.compile(rf"(?:=*(?:3[Dd])?=*)({_UUID})")
UUID_IN_TEXT = re.compile(_UUID)
# Another parameter that belongs to the link, not to the number.
_NEXT_PARAMETER = re.compile(r"&[A-Za-z_]{2,}=")


def references_of(
    kind: ReferenceKind, value: str, review_key: str | None = None
) -> tuple[Reference, tuple[Reference, ...]]:
    """Return the reference that a value most likely means, and those it may mean otherwise; `InvalidReference`."""
    if kind is ReferenceKind.JOB_ID:
        spellings(value)
        return Reference(kind, _uuid(value), _uuid(review_key) if review_key else None), ()
    first, *others = spellings(value)
    return Reference(kind, first), tuple(Reference(kind, other) for other in others)


def spellings(value: str) -> tuple[str, ...]:
    """Return what a value may mean, the likeliest first: its normal form, without what sticks to it, and as typed."""
    if len(value) > MAX_TEXT_LENGTH:
        raise InvalidReference("too_long")
    typed = value.strip(_LINE_BLANKS)
    decoded = decoded_value(typed).strip(_LINE_BLANKS)
    normal = normal_form(decoded)
    if CONTROL.search(without_unseen(typed)) or CONTROL.search(normal):
        raise InvalidReference("malformed")
    if not normal:
        raise InvalidReference("missing")
    if len(normal) > MAX_NUMBER_LENGTH:
        raise InvalidReference("too_long")
    possible = (*_readings(normal), normal, decoded, typed)
    return tuple(dict.fromkeys(each for each in possible if each and len(each) <= MAX_NUMBER_LENGTH))


def bare(text: str) -> str:
    """Return a text without what is neither letter nor digit at its ends: punctuation of any script, quotes, symbols."""
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return text[start:end]


def _readings(normal: str) -> Iterator[str]:
    unquoted = normal.lstrip("=")
    if next_parameter := _NEXT_PARAMETER.search(unquoted):
        yield unquoted[: next_parameter.start()].strip()
    yield unquoted.strip()
    yield bare(unquoted)
    yield _QUOTED.sub("", unquoted, count=1).strip()
    if (unlabelled := without_label(bare(unquoted))) is not None:
        yield unlabelled


def _uuid(value: str) -> str:
    normal = normal_form(decoded_value(value)) if len(value) <= MAX_TEXT_LENGTH else ""
    # A bracket of another kind encloses something else than a number of this site's.
    match = _WHOLE_UUID.fullmatch(normal if "{" in normal else bare(normal))
    if match is None or CONTROL.search(without_unseen(value).strip(_LINE_BLANKS)):
        raise InvalidReference("malformed")
    return str(UUID(match[1]))
