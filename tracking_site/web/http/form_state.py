"""What a page shows after a form that failed: sealed in the page's address, since there is no cookie and no session."""

import os
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Mapping, Sequence

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from msgspec import Struct, field

from tracking_site.domain.references import Reference
from tracking_site.key_derivation import derive_key

FORM_STATE = "form"
"""The parameter of a page's address that has the state."""
STATE_SECONDS = 600
MAX_STATE_LENGTH = 1_000

_NONCE = 12
_PURPOSE = b"tracking-site state of a form, form 1"


class FormState(Struct, frozen=True, array_like=True):
    """A form that failed: its section of the page, the code of the error and what is known of it, and what was typed.

    `until` is when the form can be sent again, in Unix seconds.
    """

    section: str
    code: str
    reason: str | None = None
    tries_left: int | None = None
    until: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)


class _Sealed(Struct, frozen=True, array_like=True):
    expires: int
    state: FormState


class FormStates:
    """Seals and opens states with AES-256-GCM-SIV: `nonce | ciphertext | tag` in unpadded base64url.

    What was typed proves the recipient, so that no address may show it. A state opens for ten minutes, or as long as its
    form is locked, and only on the page of its shipment at its brand.
    """

    def __init__(self, secret_keys: Sequence[str], clock: Callable[[], float] = time.time) -> None:
        self._ciphers = [AESGCMSIV(derive_key(key, _PURPOSE)) for key in secret_keys]
        self._clock = clock

    def seal(self, brand: str, reference: Reference, state: FormState) -> str:
        """Return the state of a form on the page of a number."""
        expires = state.until if state.until is not None else int(self._clock()) + STATE_SECONDS
        nonce, content = os.urandom(_NONCE), msgspec.json.encode(_Sealed(expires, state))
        sealed = nonce + self._ciphers[0].encrypt(nonce, content, _associated_data(brand, reference))
        return urlsafe_b64encode(sealed).rstrip(b"=").decode()

    def open(self, brand: str, reference: Reference, text: str) -> FormState | None:
        """Return a state of the page of a number; None for anything else, or where it has expired."""
        if len(text) > MAX_STATE_LENGTH or not text.isascii():
            return None
        try:
            sealed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except (Base64Error, ValueError):
            return None
        for cipher in self._ciphers:
            try:
                content = cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _associated_data(brand, reference))
                opened = msgspec.json.decode(content, type=_Sealed)
            except (InvalidTag, ValueError):
                continue
            return opened.state if self._clock() < opened.expires else None
        return None


def _associated_data(brand: str, reference: Reference) -> bytes:
    return b"|".join((_PURPOSE, brand.encode(), reference.kind.encode(), reference.value.encode("utf-8", "replace")))
