"""Sealed links: which shipment, at which account, and that whoever holds it may see it all."""

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
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tracking_site.models.errors import BrokenLink, ExpiredLink
from tracking_site.models.reference import AccountReference, Reference, ReferenceKind

DAY = 86_400
DAYS = 60
MOST_DAYS = 180
LONGEST = 600

_NONCE = 12
_TAG_OF_ACCOUNT = 4
_HEAD = struct.Struct(f">BI{_TAG_OF_ACCOUNT}s")
_PURPOSE = b"tracking-site sealed link, form 1"
_KINDS = (ReferenceKind.JOB_ID, ReferenceKind.SLI_NUMBER, ReferenceKind.ORDER_NUMBER, ReferenceKind.TRIP_NAME)
_PROVEN = 0x80


@dataclass(frozen=True, slots=True)
class SealedLink:
    """What a token holds: the shipment, whether its holder is taken for the recipient, and until when (Unix seconds)."""

    asked: AccountReference
    proven: bool
    expires: int


class LinkSealer:
    """Seals and opens tokens with AES-256-GCM-SIV; the first key seals, every key opens.

    A token is `nonce | ciphertext | tag` in unpadded base64url. Its plaintext is a byte of flags and kind, the expiry, the
    first four bytes of the account's hash, and the reference: two UUIDs for a Logis job, else text. The brand is
    authenticated beside it, so that a link of one brand does not open at another.
    """

    def __init__(self, secret_keys: Sequence[str], clock: Callable[[], float] = time.time) -> None:
        self._ciphers = [AESGCMSIV(_derived(key)) for key in secret_keys]
        self._clock = clock

    def seal(self, brand: str, asked: AccountReference, *, proven: bool = True, days: int = DAYS) -> str:
        """A token for a shipment that opens at this brand for so many days."""
        expires = int(self._clock()) + days * DAY
        kind = _KINDS.index(asked.reference.kind) | (_PROVEN if proven else 0)
        head = _HEAD.pack(kind, expires, _tag(asked.account))
        nonce = os.urandom(_NONCE)
        sealed = self._ciphers[0].encrypt(nonce, head + _packed(asked.reference), _bound_to(brand))
        return urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()

    def open(self, brand: str, token: str, accounts: Iterable[str]) -> SealedLink:
        """What a token of this brand holds; `BrokenLink` where it does not open, `ExpiredLink` where it is too old.

        `accounts` are the ids of the brand's accounts: a link to an account that it has no more does not open.
        """
        plain = self._opened(brand, _decoded(token))
        try:
            kind, expires, tag = _HEAD.unpack_from(plain)
            account = next(account for account in accounts if _tag(account) == tag)
            reference = _unpacked(_KINDS[kind & ~_PROVEN], plain[_HEAD.size :])
        except (struct.error, StopIteration, IndexError, ValueError) as error:
            raise BrokenLink("the link names an account or a number that is not there") from error
        if expires <= self._clock():
            raise ExpiredLink("the link's time is over")
        return SealedLink(AccountReference(account, reference), bool(kind & _PROVEN), expires)

    def _opened(self, brand: str, sealed: bytes) -> bytes:
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound_to(brand))
            except (InvalidTag, ValueError):
                continue
        raise BrokenLink("no key opens the link for this brand")


def _derived(secret: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())


def _bound_to(brand: str) -> bytes:
    return _PURPOSE + b"|" + brand.encode()


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
    if urlsafe_b64encode(sealed).rstrip(b"=").decode() != token:
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
