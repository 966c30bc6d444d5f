"""Undoes what mail programs and link scanners do to a link: escaping, wrapping, redirecting."""

import re
from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from urllib.parse import unquote

from tracking_site.domain.normalisation import without_unseen
from tracking_site.tracking.sealed_links import MAX_TOKEN_LENGTH

MIN_TOKEN_LENGTH = 40
MAX_LAYERS = 4
"""How often a text is decoded: a link inside a redirecting link inside another."""

# Only entities with a semicolon: `&copy` and the like begin parameters, too.
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|shy|zwnj|zwj|#\d{1,6}|#[xX][0-9a-fA-F]{1,5});")
_AMPERSANDS = re.compile(r"&(?:amp;)+")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
# Quoted-printable (RFC 2045, section 6.7): an equals sign is escaped, and a line that is too long ends with one.
_SOFT_BREAK = re.compile(r"=[ \t]*\r?\n")
_QUOTED_EQUALS = re.compile(r"=3[Dd]")
_QUOTED_BYTE = re.compile(r"=([89A-Fa-f][0-9A-Fa-f])")
# urldefense.com, version 3: `__address__;characters!!`; an asterisk stands for a character, two and a letter for several.
_URLDEFENSE_3 = re.compile(r"https?://urldefense\.[a-z.]+/v3/__([!-~]+?)__;([A-Za-z0-9+/_=-]*)!![!-~]*")
_REPLACED = re.compile(r"\*(?:\*(.))?")
_RUN_LENGTHS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
# Proofpoint, version 2: hyphens for percent signs, underscores for slashes.
_PROOFPOINT_2 = re.compile(r"https?://urldefense\.[a-z.]+/v2/url\?(?:[!-~]*?&)?u=([A-Za-z0-9_.~-]+)[!-~]*")
TOKEN = rf"[A-Za-z0-9_-]{{{MIN_TOKEN_LENGTH},{MAX_TOKEN_LENGTH}}}"
"""The pattern of a sealed link's token."""
_TOKEN = re.compile(TOKEN)
_BASE64_ADDRESS = re.compile(r"(?<==)(aHR0c[A-Za-z0-9+/_-]{20,})=*(?![A-Za-z0-9+/_=-])")


def layers(text: str) -> Iterator[str]:
    """Yield a text as it is once the first layer of encoding is removed, and then the next, as far as there are any."""
    seen: set[str] = set()
    for _ in range(MAX_LAYERS):
        mended = _mended(text)
        if mended in seen:
            return
        seen.add(mended)
        yield mended
        text = unquote(mended)


def decoded_value(value: str) -> str:
    """Return the value of a parameter without the layers of encoding that are left on it."""
    for _ in range(MAX_LAYERS):
        decoded = _entities_resolved(value)
        decoded = unquote(decoded) if _ESCAPED.search(decoded) else decoded
        if decoded == value:
            break
        value = decoded
    return value


def clean_token(token: str) -> str:
    """Return a sealed link's token without what cannot be part of one: punctuation, escapes, characters unseen.

    A token that quoted-printable has spoilt begins with `3D`; so do a few others, which therefore open as they are.
    """
    if _TOKEN.fullmatch(token):
        return token.removeprefix("3D")
    possible = _TOKEN.search(_mended(decoded_value(token)))
    return possible.group() if possible else token


def _mended(text: str) -> str:
    text = _entities_resolved(without_unseen(text))
    if _SOFT_BREAK.search(text) or _QUOTED_EQUALS.search(text):
        text = _QUOTED_BYTE.sub(r"%\1", _QUOTED_EQUALS.sub("=", _SOFT_BREAK.sub("", text)))
    text = _URLDEFENSE_3.sub(lambda match: f" {_with_replaced(match[1], match[2])} ", text)
    text = _PROOFPOINT_2.sub(lambda match: f" {unquote(match[1].replace('_', '/').replace('-', '%'))} ", text)
    return _BASE64_ADDRESS.sub(lambda match: f" {_decoded_address(match[1])} ", text)


def _entities_resolved(text: str) -> str:
    return _ENTITY.sub(lambda match: unescape(match.group()), _AMPERSANDS.sub("&", text))


def _with_replaced(address: str, characters: str) -> str:
    """Return an address with the characters that urldefense has replaced by asterisks."""
    replaced = iter(_decoded(characters))

    def restore(match: re.Match[str]) -> str:
        length = _RUN_LENGTHS.find(match[1]) + 2 if match[1] else 1
        return "".join(character for _, character in zip(range(length), replaced, strict=False))

    return _REPLACED.sub(restore, address)


def _decoded_address(encoded: str) -> str:
    decoded = _decoded(encoded)
    return decoded if decoded.startswith("http") else encoded


def _decoded(encoded: str) -> str:
    standard = encoded.rstrip("=").replace("+", "-").replace("/", "_")
    with suppress(Base64Error, ValueError):
        return urlsafe_b64decode(standard + "=" * (-len(standard) % 4)).decode()
    return ""
