"""A key of its own for each thing that a secret key is used for."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive_key(secret: str, purpose: bytes) -> bytes:
    """A key of 32 bytes for one purpose; nothing of one tells anything of another."""
    return HKDF(SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())
