"""Derivation of a separate key for each purpose of a secret key."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive_key(secret: str, purpose: bytes) -> bytes:
    """Return a key of 32 bytes for one purpose; it reveals nothing about the keys for other purposes."""
    return HKDF(SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())
