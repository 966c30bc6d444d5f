"""What is kept on disk and may be read by this site alone: whoever has the database without the configuration has nothing."""

import os
import zlib
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from tracking_site.key_derivation import derive_key

MOST_BYTES = 10_000_000
_NONCE = 12
_PURPOSE = b"tracking-site carriers' answers at rest, form 1"


class AtRestCipher:
    """Packs and encrypts with AES-256-GCM-SIV; the first secret key closes, every one opens."""

    def __init__(self, secret_keys: Sequence[str]) -> None:
        self._ciphers = [AESGCMSIV(derive_key(key, _PURPOSE)) for key in secret_keys]

    def encrypt(self, data: bytes, belongs_to: str) -> bytes:
        """What is kept of some data; it opens as what it belongs to alone."""
        nonce = os.urandom(_NONCE)
        return nonce + self._ciphers[0].encrypt(nonce, zlib.compress(data), belongs_to.encode())

    def decrypt(self, kept: bytes, belongs_to: str) -> bytes | None:
        """The data; None where no key opens it any more."""
        for cipher in self._ciphers:
            try:
                packed = cipher.decrypt(kept[:_NONCE], kept[_NONCE:], belongs_to.encode())
            except (InvalidTag, ValueError):
                continue
            return zlib.decompressobj().decompress(packed, MOST_BYTES)
        return None
