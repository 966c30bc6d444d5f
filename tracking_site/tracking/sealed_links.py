"""Sealed links: which shipment, at which account, and that whoever holds it may see it all."""

import hmac
import os
import struct
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from tracking_site.domain.errors import BrokenLink, ExpiredLink
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.key_derivation import derive_key

DAY = 86_400
DAYS = 60
MOST_DAYS = 180
LONGEST = 600

_NONCE = 12
_TAG_OF_ACCOUNT = 4
_HEAD = struct.Struct(f">BIB{_TAG_OF_ACCOUNT}s")
_CODE = 8
_ID = struct.Struct(f">{_NONCE}sI{_CODE}s")
_PURPOSE = b"tracking-site sealed link, form 1"
_MARK = b"tracking-site id of a sealed link"
_KINDS = (ReferenceKind.JOB_ID, ReferenceKind.SLI_NUMBER, ReferenceKind.ORDER_NUMBER, ReferenceKind.TRIP_NAME)
_PROVEN = 0x80


@dataclass(frozen=True, slots=True)
class SealedLink:
    """What a token holds: the shipment, whether its holder is taken for the recipient, from and until when (Unix seconds).

    `name` tells it from all others and opens nothing.
    """

    ref: ShipmentRef
    proven: bool
    expires: int
    issued: int
    name: str


class LinkSealer:
    """Seals and opens tokens with AES-256-GCM-SIV; the first key seals, every key opens.

    A token is `nonce | ciphertext | tag` in unpadded base64url. Its plaintext is a byte of flags and kind, the expiry, for
    how many days it was sealed, the first four bytes of the account's hash, and the reference: two UUIDs for a Logis job,
    else text. The brand is authenticated beside it, so that a link of one brand does not open at another.

    A link's id is its nonce and its expiry with a code of theirs and the brand's: whether an id is one of a brand's own can
    be told without keeping the links that were made.
    """

    def __init__(self, secret_keys: Sequence[str], clock: Callable[[], float] = time.time) -> None:
        self._ciphers = [AESGCMSIV(derive_key(key, _PURPOSE)) for key in secret_keys]
        self._marks = [derive_key(key, _MARK) for key in secret_keys]
        self._clock = clock

    def seal(self, brand: str, ref: ShipmentRef, *, proven: bool = True, days: int = DAYS) -> str:
        """A token for a shipment that opens at this brand for so many days."""
        expires = int(self._clock()) + days * DAY
        kind = _KINDS.index(ref.reference.kind) | (_PROVEN if proven else 0)
        head = _HEAD.pack(kind, expires, max(days, 0), _tag(ref.account))
        nonce = os.urandom(_NONCE)
        sealed = self._ciphers[0].encrypt(nonce, head + _packed(ref.reference), _bound_to(brand))
        return _text(nonce + sealed)

    def open(self, brand: str, token: str, accounts: Iterable[str]) -> SealedLink:
        """What a token of this brand holds; `BrokenLink` where it does not open, `ExpiredLink` where it is too old.

        `accounts` are the ids of the brand's accounts: a link to an account that it has no more does not open.
        """
        sealed = _decoded(token)
        plain = self._opened(brand, sealed)
        try:
            kind, expires, days, tag = _HEAD.unpack_from(plain)
            account = next(account for account in accounts if _tag(account) == tag)
            reference = _unpacked(_KINDS[kind & ~_PROVEN], plain[_HEAD.size :])
        except (struct.error, StopIteration, IndexError, ValueError) as error:
            raise BrokenLink("the link names an account or a number that is not there") from error
        if expires <= self._clock():
            raise ExpiredLink("the link's time is over")
        ref = ShipmentRef(account, reference)
        return SealedLink(ref, bool(kind & _PROVEN), expires, expires - days * DAY, _text(sealed[:_NONCE]))

    def id_of(self, brand: str, link: SealedLink) -> str:
        """What a merchant takes a link back by."""
        nonce = urlsafe_b64decode(link.name)
        return _text(_ID.pack(nonce, link.expires, _code(self._marks[0], brand, nonce, link.expires)))

    def named_by(self, brand: str, link_id: str) -> tuple[str, int]:
        """The name of the link of an id, and until when it would open; `BrokenLink` where the id is none of this brand's."""
        try:
            nonce, expires, code = _ID.unpack(_decoded(link_id))
        except struct.error:
            raise BrokenLink("no id of a link") from None
        if not any(hmac.compare_digest(_code(mark, brand, nonce, expires), code) for mark in self._marks):
            raise BrokenLink("no id of a link of this brand")
        return _text(nonce), int(expires)

    def _opened(self, brand: str, sealed: bytes) -> bytes:
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound_to(brand))
            except (InvalidTag, ValueError):
                continue
        raise BrokenLink("no key opens the link for this brand")


def _bound_to(brand: str) -> bytes:
    return _PURPOSE + b"|" + brand.encode()


def _code(mark: bytes, brand: str, nonce: bytes, expires: int) -> bytes:
    return hmac.digest(mark, _bound_to(brand) + nonce + expires.to_bytes(4), "sha256")[:_CODE]


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _tag(account: str) -> bytes:
    return sha256(account.encode()).digest()[:_TAG_OF_ACCOUNT]


def _decoded(token: str) -> bytes:
    if len(token) > LONGEST or not token.isascii():
        raise BrokenLink("no token")
    try:
        sealed = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (Base64Error, ValueError) as error:
        raise BrokenLink("no token") from error
    # Base64 has several spellings of the same bytes; one of them is the link, the others are altered.
    if _text(sealed) != token:
        raise BrokenLink("no token")
    return sealed


def _packed(reference: Reference) -> bytes:
    if reference.kind is ReferenceKind.JOB_ID:
        key = reference.review_key or str(UUID(int=0))
        return UUID(reference.value).bytes + UUID(key).bytes
    return reference.value.encode()


def _unpacked(kind: ReferenceKind, packed: bytes) -> Reference:
    if kind is not ReferenceKind.JOB_ID:
        return Reference(kind, packed.decode())
    key = UUID(bytes=packed[16:])
    return Reference(kind, str(UUID(bytes=packed[:16])), str(key) if key.int else None)
