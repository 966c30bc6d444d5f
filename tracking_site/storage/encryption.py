"""Encryption at rest: without the configuration, a copy of the database cannot be decrypted."""

import os
import zlib
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from tracking_site.key_derivation import derive_key

MAX_BYTES = 10_000_000
_NONCE_BYTES = 12
_PURPOSE = b"tracking-site carriers' answers at rest, form 1"


class AtRestCipher:
    """Compresses and encrypts with AES-256-GCM-SIV; the first secret key encrypts, every key decrypts."""

    def __init__(self, secret_keys: Sequence[str]) -> None:
        self._ciphers = [AESGCMSIV(derive_key(key, _PURPOSE)) for key in secret_keys]

    def encrypt(self, data: bytes, owner: str) -> bytes:
        """Encrypt data for an owner; it decrypts with the same owner only."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._ciphers[0].encrypt(nonce, zlib.compress(data), owner.encode())

    def decrypt(self, stored: bytes, owner: str) -> bytes | None:
        """Return the data, or None where no key decrypts it any more."""
        for cipher in self._ciphers:
            try:
                packed = cipher.decrypt(stored[:_NONCE_BYTES], stored[_NONCE_BYTES:], owner.encode())
            except (InvalidTag, ValueError):
                continue
            return zlib.decompressobj().decompress(packed, MAX_BYTES)
        return None
