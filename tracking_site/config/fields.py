"""Types of single values of the configuration."""

import ipaddress
import re
from collections.abc import Sized
from typing import Annotated, Literal
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from tracking_site.config.problems import invalid

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"(?=.*[0-9])[0-9 +().-]{3,32}")
_ACCENT = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_HEADER = re.compile(r"[!-~](?:[ -~]{0,198}[!-~])?")
_VISIBLE = re.compile(r"[!-~]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_PORT = re.compile(r"(?::[0-9]{1,5})?")
LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]"}
_DEFAULT_PORTS = {"http": 80, "https": 443}
_MAX_HOST_LENGTH = 253


def matching(pattern: re.Pattern[str], text: str) -> AfterValidator:
    """Return the check that a string matches a pattern; `text` is the problem otherwise."""

    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise invalid(text)
        return value

    return AfterValidator(check)


def one_line(value: str) -> str:
    """Check that a text is one line without blanks around it."""
    if _CONTROL.search(value) or value != value.strip():
        raise invalid("must be one line of text, with no blanks around it")
    return value


def _without_controls(secret: SecretStr) -> SecretStr:
    if _CONTROL.search(secret.get_secret_value()):
        raise invalid("must not hold control characters or line breaks")
    return secret


def _zone(key: str) -> str:
    try:
        ZoneInfo(key)
    except (KeyError, ValueError, OSError):
        raise invalid("must be the name of a time zone, such as Europe/Copenhagen") from None
    return key


def _not_empty(value: object) -> object:
    if isinstance(value, Sized) and not value:
        raise invalid("must not be empty")
    return value


# Not pydantic's `min_length`, which leaves invalid entries out of the count and then reports too few.
NOT_EMPTY = BeforeValidator(_not_empty)


def min_length(minimum: int) -> AfterValidator:
    """Return the check that a secret has a minimum number of characters."""

    def check(secret: SecretStr) -> SecretStr:
        if len(secret.get_secret_value()) < minimum:
            raise invalid(f"must have at least {minimum} characters" if minimum > 1 else "must not be empty")
        return secret

    return AfterValidator(check)


def clean_host(text: str) -> str:
    """Return a host in the form in which hosts are compared: in lower case, without a trailing dot."""
    host = text.lower().removesuffix(".")
    if not is_host(host):
        raise invalid("must be a host alone, in ASCII, without scheme, port or path")
    return _compressed(host)


def _visible(secret: SecretStr) -> SecretStr:
    if not _VISIBLE.fullmatch(secret.get_secret_value()):
        raise invalid("must be of visible ASCII characters, since it is sent in a header")
    return secret


def is_host(host: str) -> bool:
    """Tell whether a text is a host name or an IP address, with brackets around IPv6."""
    if host.startswith("[") and host.endswith("]"):
        try:
            return ipaddress.IPv6Address(host[1:-1]).scope_id is None
        except ValueError:
            return False
    return len(host) <= _MAX_HOST_LENGTH and _HOST.fullmatch(host) is not None


def _compressed(host: str) -> str:
    return f"[{ipaddress.IPv6Address(host[1:-1]).compressed}]" if host.startswith("[") else host


def host_of(parts: SplitResult) -> str:
    """Return the host of a URL in the form in which hosts are compared."""
    name = (parts.hostname or "").removesuffix(".")
    return _compressed(f"[{name}]") if ":" in name else name


def split_url(text: str, schemes: tuple[str, ...]) -> SplitResult:
    """Return the parts of a URL with one of the schemes, a host, a valid port and no credentials."""
    wrong_scheme = invalid(f"must be an address that begins with {' or '.join(f'{name}://' for name in schemes)}")
    # Before urlsplit, which silently drops tabs and line breaks.
    if not _VISIBLE.fullmatch(text) or "\\" in text:
        raise wrong_scheme
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise invalid("must be an address with a proper host and port") from None
    if parts.scheme not in schemes or not text.lower().startswith(f"{parts.scheme}://"):
        raise wrong_scheme
    if "@" in parts.netloc:
        raise invalid("must not hold a user name or password")
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    rest = parts.netloc.lower().removeprefix(host)
    if not is_host(host.removesuffix(".")) or port == 0 or not _PORT.fullmatch(rest):
        raise invalid("must be an address with a proper host and port")
    return parts


def _web_page(text: str) -> str:
    split_url(text, ("http", "https"))
    return text


def _endpoint(text: str) -> str:
    split_url(text, ("http", "https"))
    if "?" in text or "#" in text:
        raise invalid("must not have a query or a fragment")
    return text


def _base(text: str) -> str:
    return _endpoint(text).rstrip("/")


def _origin(text: str) -> str:
    if "*" in text:
        raise invalid("must not be or hold *: each origin that may embed the site is named")
    parts = split_url(text, ("http", "https"))
    if text.lower() != f"{parts.scheme}://{parts.netloc.lower()}":
        raise invalid("must be scheme://host or scheme://host:port, with nothing behind it")
    host = host_of(parts)
    if parts.scheme == "http" and host not in LOCAL_HOSTS:
        raise invalid("must begin with https:// (http:// is for localhost alone)")
    # Browsers leave a default port out of an Origin.
    port = "" if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def _identifier(pattern: str, characters: str) -> AfterValidator:
    text = f"the table's name must be 1 to 32 {characters}, and begin with a letter or a digit"
    return matching(re.compile(pattern), text)


StatusWord = Literal[
    "pending",
    "info_received",
    "picked_up",
    "in_transit",
    "out_for_delivery",
    "delivered",
    "partially_delivered",
    "attempt_failed",
    "exception",
    "returned",
    "cancelled",
    "unknown",
]
BrandId = Annotated[str, _identifier(r"[a-z0-9][a-z0-9-]{0,31}", "lower-case letters, digits and hyphens")]
AccountId = Annotated[
    str, _identifier(r"[a-z0-9][a-z0-9_-]{0,31}", "lower-case letters, digits, hyphens and underscores")
]
Name = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(one_line)]
Login = Annotated[str, Field(min_length=1, max_length=256), AfterValidator(one_line)]
Host = Annotated[str, AfterValidator(clean_host)]
Zone = Annotated[str, AfterValidator(_zone)]
Language = Annotated[str, matching(_LANGUAGE, "must be a language tag such as en, pt-BR or zh-Hans")]
Origin = Annotated[str, AfterValidator(_origin)]
Accent = Annotated[str, matching(_ACCENT, "must be a colour as #rgb or #rrggbb")]
Email = Annotated[str, Field(max_length=254), matching(_EMAIL, "must be an e-mail address")]
Phone = Annotated[str, matching(_PHONE, "must be a telephone number of digits, blanks and + ( ) . -, 3 to 32 in all")]
WebPage = Annotated[str, AfterValidator(_web_page)]
Endpoint = Annotated[str, AfterValidator(_endpoint)]
BaseUrl = Annotated[str, AfterValidator(_base)]
UserAgent = Annotated[str, matching(_HEADER, "must be 1 to 200 printable ASCII characters")]
Secret = Annotated[SecretStr, AfterValidator(_without_controls)]
FilledSecret = Annotated[SecretStr, AfterValidator(_without_controls), min_length(1)]
LongSecret = Annotated[SecretStr, AfterValidator(_without_controls), min_length(16)]
ApiKey = Annotated[SecretStr, AfterValidator(_visible), min_length(16)]
