"""Sealed links: a shipment, its account and the rights of the link's holder, in an encrypted token."""

import hmac
import os
import struct
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from tracking_site.domain.announcement import NOTHING_ANNOUNCED, Announcement
from tracking_site.domain.errors import BrokenLink, ExpiredLink, InvalidAction
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import DeliveryWindow, Moment
from tracking_site.key_derivation import derive_key

DAY = 86_400
DEFAULT_DAYS = 60
MAX_DAYS = 180
MAX_TOKEN_LENGTH = 600

_NONCE = 12
_TAG_OF_ACCOUNT = 4
_HEAD = struct.Struct(f">BIB{_TAG_OF_ACCOUNT}s")
_CODE = 8
_ID = struct.Struct(f">{_NONCE}sI{_CODE}s")
_PURPOSE = b"tracking-site sealed link, form 1"
_ID_PURPOSE = b"tracking-site id of a sealed link"
_KINDS = (ReferenceKind.JOB_ID, ReferenceKind.SLI_NUMBER, ReferenceKind.ORDER_NUMBER, ReferenceKind.TRIP_NAME)
_FOR_RECIPIENT = 0x80
_ANNOUNCES = 0x40
_KIND = 0x3F
_END_OF_MERCHANT = b"\0"
_NO_MOMENT, _DATE, _TIME, _SAME = range(4)
_LATEST_SHIFT = 2
_DAYS, _SECONDS = struct.Struct(">H"), struct.Struct(">I")
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class SealedLink:
    """The content of a token: the shipment, whether the holder counts as the recipient, and times in Unix seconds.

    `name` identifies the link without opening it.
    """

    ref: ShipmentRef
    for_recipient: bool
    expires: int
    issued: int
    name: str
    announcement: Announcement = NOTHING_ANNOUNCED


class LinkSealer:
    """Seals and opens tokens with AES-256-GCM-SIV; the first key seals, every key opens.

    A token is `nonce | ciphertext | tag` in unpadded base64url. The plaintext is a byte of flags and kind, the expiry,
    the number of days until it at the time of sealing, the first four bytes of the account's hash, and the reference:
    two UUIDs for a job, else text. The brand is the associated data, so that a link of one brand does not open at
    another.

    A flag says that an announcement precedes the reference: a byte with the forms of the earliest and the latest moment,
    these moments (a date in two bytes, a time in four), and the merchant's name up to a zero byte.

    A link's id consists of its nonce, its expiry and an authentication code for the brand, so that an id can be checked
    without storing links.
    """

    def __init__(self, secret_keys: Sequence[str], clock: Callable[[], float] = time.time) -> None:
        self._ciphers = [AESGCMSIV(derive_key(key, _PURPOSE)) for key in secret_keys]
        self._id_keys = [derive_key(key, _ID_PURPOSE) for key in secret_keys]
        self._clock = clock

    def seal(
        self,
        brand: str,
        ref: ShipmentRef,
        *,
        for_recipient: bool = True,
        days: int = DEFAULT_DAYS,
        announcement: Announcement = NOTHING_ANNOUNCED,
    ) -> str:
        """Return a token for a shipment that opens at this brand for a number of days.

        `InvalidAction("merchant")` where the merchant's name makes the token too long.
        """
        expires = int(self._clock()) + days * DAY
        kind = _KINDS.index(ref.reference.kind) | (_FOR_RECIPIENT if for_recipient else 0)
        packed = _pack(ref.reference)
        if announcement != NOTHING_ANNOUNCED:
            kind, packed = kind | _ANNOUNCES, _pack_announcement(announcement) + packed
        head = _HEAD.pack(kind, expires, max(days, 0), _tag(ref.account))
        nonce = os.urandom(_NONCE)
        token = _encode(nonce + self._ciphers[0].encrypt(nonce, head + packed, _associated_data(brand)))
        if len(token) > MAX_TOKEN_LENGTH:
            raise InvalidAction("merchant")
        return token

    def open(self, brand: str, token: str, accounts: Iterable[str]) -> SealedLink:
        """Return the content of a token of this brand; `BrokenLink` or `ExpiredLink` where it does not open.

        `accounts` are the ids of the brand's accounts: a link to an account that the brand no longer has does not open.
        """
        sealed = _decode(token)
        plain = self._decrypt(brand, sealed)
        try:
            kind, expires, days, tag = _HEAD.unpack_from(plain)
            account = next(account for account in accounts if _tag(account) == tag)
            announcement, packed = _unpack_announcement(plain[_HEAD.size :], present=bool(kind & _ANNOUNCES))
            reference = _unpack(_KINDS[kind & _KIND], packed)
        except (struct.error, StopIteration, IndexError, ValueError) as error:
            raise BrokenLink("the link names an account or a number that does not exist") from error
        if expires <= self._clock():
            raise ExpiredLink("the link has expired")
        ref = ShipmentRef(account, reference)
        issued, name = expires - days * DAY, _encode(sealed[:_NONCE])
        return SealedLink(ref, bool(kind & _FOR_RECIPIENT), expires, issued, name, announcement)

    def id_of(self, brand: str, link: SealedLink) -> str:
        """Return the id by which a merchant can revoke a link."""
        nonce = urlsafe_b64decode(link.name)
        return _encode(_ID.pack(nonce, link.expires, _code(self._id_keys[0], brand, nonce, link.expires)))

    def parse_id(self, brand: str, link_id: str) -> tuple[str, int]:
        """Return the name and the expiry of the link with an id; `BrokenLink` where the id is not of this brand."""
        try:
            nonce, expires, code = _ID.unpack(_decode(link_id))
        except struct.error:
            raise BrokenLink("no id of a link") from None
        if not any(hmac.compare_digest(_code(key, brand, nonce, expires), code) for key in self._id_keys):
            raise BrokenLink("no id of a link of this brand")
        return _encode(nonce), int(expires)

    def _decrypt(self, brand: str, sealed: bytes) -> bytes:
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _associated_data(brand))
            except (InvalidTag, ValueError):
                continue
        raise BrokenLink("no key opens the link for this brand")


def _associated_data(brand: str) -> bytes:
    return _PURPOSE + b"|" + brand.encode()


def _code(key: bytes, brand: str, nonce: bytes, expires: int) -> bytes:
    return hmac.digest(key, _associated_data(brand) + nonce + expires.to_bytes(4), "sha256")[:_CODE]


def _encode(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _tag(account: str) -> bytes:
    return sha256(account.encode()).digest()[:_TAG_OF_ACCOUNT]


def _decode(token: str) -> bytes:
    if len(token) > MAX_TOKEN_LENGTH or not token.isascii():
        raise BrokenLink("no token")
    try:
        sealed = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (Base64Error, ValueError) as error:
        raise BrokenLink("no token") from error
    # Base64 has several spellings of the same bytes; only the canonical one is the link.
    if _encode(sealed) != token:
        raise BrokenLink("no token")
    return sealed


def _pack(reference: Reference) -> bytes:
    if reference.kind is ReferenceKind.JOB_ID:
        key = reference.review_key or str(UUID(int=0))
        return UUID(reference.value).bytes + UUID(key).bytes
    return reference.value.encode()


def _unpack(kind: ReferenceKind, packed: bytes) -> Reference:
    if kind is not ReferenceKind.JOB_ID:
        return Reference(kind, packed.decode())
    key = UUID(bytes=packed[16:])
    return Reference(kind, str(UUID(bytes=packed[:16])), str(key) if key.int else None)


def _pack_announcement(announcement: Announcement) -> bytes:
    window = announcement.expected or DeliveryWindow()
    forms, moments = _form(window.earliest), _pack_moment(window.earliest)
    if window.latest is not None and window.latest == window.earliest:
        forms |= _SAME << _LATEST_SHIFT
    else:
        forms |= _form(window.latest) << _LATEST_SHIFT
        moments += _pack_moment(window.latest)
    return bytes([forms]) + moments + (announcement.merchant or "").encode() + _END_OF_MERCHANT


def _unpack_announcement(packed: bytes, *, present: bool) -> tuple[Announcement, bytes]:
    """Return the announcement and the rest; `IndexError`, `struct.error` or `ValueError` where it is none."""
    if not present:
        return NOTHING_ANNOUNCED, packed
    form, latest_form = packed[0] & _SAME, packed[0] >> _LATEST_SHIFT
    earliest, rest = _unpack_moment(form, packed[1:])
    latest, rest = (earliest, rest) if latest_form == _SAME else _unpack_moment(latest_form, rest)
    merchant, end, rest = rest.partition(_END_OF_MERCHANT)
    if not end:
        raise ValueError("the merchant's name has no end")
    expected = DeliveryWindow(earliest, latest) if earliest or latest else None
    return Announcement(expected, merchant.decode() or None), rest


def _form(moment: Moment | None) -> int:
    if moment is None:
        return _NO_MOMENT
    return _TIME if isinstance(moment, datetime) else _DATE


def _pack_moment(moment: Moment | None) -> bytes:
    if moment is None:
        return b""
    if isinstance(moment, datetime):
        return _SECONDS.pack(int(moment.timestamp()))
    return _DAYS.pack((moment - _EPOCH).days)


def _unpack_moment(form: int, packed: bytes) -> tuple[Moment | None, bytes]:
    if form == _NO_MOMENT:
        return None, packed
    if form == _DATE:
        return _EPOCH + timedelta(days=_DAYS.unpack_from(packed)[0]), packed[_DAYS.size :]
    if form == _TIME:
        return datetime.fromtimestamp(_SECONDS.unpack_from(packed)[0], UTC), packed[_SECONDS.size :]
    raise ValueError("no form of a moment")
