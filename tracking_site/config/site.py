"""The settings of the site as a whole: its keys, its stores, its limits."""

from collections.abc import Iterable
from typing import Annotated
from urllib.parse import urlsplit

from limits import RateLimitItem, parse_many
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    InstanceOf,
    SecretStr,
    StrictBool,
    StrictFloat,
    StrictInt,
)

from tracking_site.config.fields import LOCAL_HOSTS, NOT_EMPTY, BaseUrl, Name, WebPage, host_of, split_url
from tracking_site.config.problems import Problem, invalid
from tracking_site.config.section import Raw, Section

_DAY = 86_400
_MIN_KEY_BYTES = 32
_MAX_NOTATION_LENGTH = 200
_DEFAULT_VIEWS = "300 per minute"
_DEFAULT_MISSES = "30 per minute"
_DEFAULT_ACTIONS = "20 per minute"
_DEFAULT_SHIPMENT_ACTIONS = "60 per minute"
_DEFAULT_BRAND_ACTIONS = "3000 per minute"
_DEFAULT_BRAND_MISSES = "1500 per minute"
_TILE_PLACEHOLDERS = ("{z}", "{x}", "{y}")


class Rates(tuple[RateLimitItem, ...]):
    """Rate limits; `str()` returns the notation that flask-limiter takes."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return the limits in flask-limiter's notation."""
        return "; ".join(f"{item.amount} per {item.multiples} {item.GRANULARITY.name}" for item in self)

    @classmethod
    def parse(cls, notation: str) -> "Rates":
        """Parse a notation such as `300 per minute; 20 per second`."""
        return cls(parse_many(notation))


def _rates(value: object) -> Rates:
    if isinstance(value, Rates):
        return value
    # The parser's regular expression takes quadratic time for a run of blanks.
    if not isinstance(value, str) or len(value) > _MAX_NOTATION_LENGTH:
        raise invalid("must be a limit such as 300 per minute")
    try:
        rates = Rates.parse(value)
    except ValueError:
        raise invalid("must be a limit such as 300 per minute") from None
    if not all(item.amount > 0 and 0 < item.get_expiry() <= 366 * _DAY for item in rates):
        raise invalid("must allow at least 1, in a time of at most a year")
    return rates


def _secret_key(key: SecretStr) -> SecretStr:
    if len(key.get_secret_value().encode()) < _MIN_KEY_BYTES:
        raise invalid(f"must be at least {_MIN_KEY_BYTES} bytes long")
    return key


def _database(address: SecretStr) -> SecretStr:
    text = address.get_secret_value()
    has_scheme = text.startswith(("sqlite:///", "postgresql://"))
    try:
        has_path = len(urlsplit(text).path) > 1
    except ValueError:
        has_path = False
    if not (has_scheme and has_path and text.isprintable()):
        raise invalid("must be sqlite:///path or postgresql://user:password@host/name")
    return address


def _redis(address: SecretStr) -> SecretStr:
    text = address.get_secret_value()
    if not text.isprintable() or not _is_redis(text):
        raise invalid("must be redis://host:port/number, rediss://host:port/number or unix:///path")
    return address


def _is_redis(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme == "unix":
        return text.startswith("unix://") and len(parts.path) > 1
    return parts.scheme in ("redis", "rediss") and bool(parts.hostname) and port != 0


def _tiles(address: str) -> str:
    # Braces are not allowed in a URL, so that a number takes the place of each placeholder before the check.
    plain = address
    for placeholder in _TILE_PLACEHOLDERS:
        if plain.count(placeholder) != 1:
            raise invalid(f"must hold {', '.join(_TILE_PLACEHOLDERS)}, each of them once")
        plain = plain.replace(placeholder, "0")
    if "{" in plain or "}" in plain:
        raise invalid(f"must hold no other braces than those of {', '.join(_TILE_PLACEHOLDERS)}")
    parts = split_url(plain, ("http", "https"))
    if not address.lower().startswith(f"{parts.scheme}://{parts.netloc}/".lower()):
        raise invalid(f"must have {', '.join(_TILE_PLACEHOLDERS)} in its path, not in its host")
    if parts.scheme == "http" and host_of(parts) not in LOCAL_HOSTS:
        raise invalid("must begin with https:// (http:// is for localhost alone)")
    return address


Limit = Annotated[InstanceOf[Rates], BeforeValidator(_rates)]


class Limits(Section):
    """Rate limits of one visitor, and those of all visitors together at one shipment or brand."""

    views: Limit = Field(default_factory=lambda: Rates.parse(_DEFAULT_VIEWS))
    misses: Limit = Field(default_factory=lambda: Rates.parse(_DEFAULT_MISSES))
    actions: Limit = Field(default_factory=lambda: Rates.parse(_DEFAULT_ACTIONS))
    shipment_actions: Limit = Field(default_factory=lambda: Rates.parse(_DEFAULT_SHIPMENT_ACTIONS))
    brand_actions: Limit = Field(default_factory=lambda: Rates.parse(_DEFAULT_BRAND_ACTIONS))
    brand_misses: Limit = Field(default_factory=lambda: Rates.parse(_DEFAULT_BRAND_MISSES))


class Exchange(Section):
    """The time limit of calls to a carrier, their retries, and the circuit breaker; times are in seconds."""

    deadline: Annotated[StrictFloat, Field(ge=0.05, le=30)] = 2.5
    retry_share: Annotated[StrictFloat, Field(ge=0, le=1)] = 0.1
    breaker_failures: Annotated[StrictInt, Field(ge=1, le=1000)] = 5
    breaker_seconds: Annotated[StrictFloat, Field(gt=0, le=3600)] = 15.0
    breaker_most_seconds: Annotated[StrictFloat, Field(gt=0, le=_DAY)] = 120.0
    # More would queue at the carrier: the site queues them itself, where the deadline applies.
    calls_in_flight: Annotated[StrictInt, Field(ge=1, le=63)] = 10

    @classmethod
    def rules(cls, raw: Raw) -> Iterable[Problem]:
        """Require that the longest pause is not shorter than the first one."""
        first = raw.get("breaker_seconds", cls.model_fields["breaker_seconds"].default)
        most = raw.get("breaker_most_seconds", cls.model_fields["breaker_most_seconds"].default)
        if isinstance(first, int | float) and isinstance(most, int | float) and most < first:
            yield Problem(("breaker_most_seconds",), "must not be less than breaker_seconds")


class Freshness(Section):
    """Ages in seconds up to which results are fresh, shown while they are fetched again, and cached; their number."""

    fresh: Annotated[StrictFloat, Field(ge=0, le=_DAY)] = 60.0
    fresh_out_for_delivery: Annotated[StrictFloat, Field(ge=0, le=_DAY)] = 15.0
    fresh_final: Annotated[StrictFloat, Field(ge=0, le=30 * _DAY)] = 600.0
    renewing: Annotated[StrictFloat, Field(ge=0, le=_DAY)] = 600.0
    kept: Annotated[StrictFloat, Field(ge=0, le=366 * _DAY)] = 7.0 * _DAY
    kept_final: Annotated[StrictFloat, Field(ge=0, le=366 * _DAY)] = 30.0 * _DAY
    unknown: Annotated[StrictFloat, Field(ge=0, le=_DAY)] = 30.0
    most_kept: Annotated[StrictInt, Field(ge=1, le=10_000_000)] = 20_000


class TileMap(Section):
    """The tile server of the street map; pages load nothing from it until a visitor presses the map's button."""

    tiles: Annotated[str, AfterValidator(_tiles)]
    attribution: Name
    attribution_url: WebPage | None = None

    @property
    def origin(self) -> str:
        """The tile server's origin, for the content security policy."""
        parts = urlsplit(self.tiles)
        return f"{parts.scheme}://{parts.netloc}".lower()

    @property
    def host(self) -> str:
        """The tile server's host, as visitors read it."""
        return urlsplit(self.tiles).hostname or ""


class Site(Section):
    """The settings that apply to every brand."""

    secret_keys: Annotated[tuple[Annotated[SecretStr, AfterValidator(_secret_key)], ...], NOT_EMPTY]
    public_url: BaseUrl = "http://127.0.0.1:8000"
    database_url: Annotated[SecretStr, AfterValidator(_database)] = SecretStr("sqlite:///var/tracking-site.db")
    redis_url: Annotated[SecretStr, AfterValidator(_redis)] | None = None
    # Days after the end of a shipment for which its data is stored.
    kept_days: Annotated[StrictInt, Field(ge=1, le=3650)] = 30
    trusted_proxies: Annotated[StrictInt, Field(ge=0, le=10)] = 0
    any_host: StrictBool = False
    limits: Limits = Field(default_factory=Limits)
    exchange: Exchange = Field(default_factory=Exchange)
    freshness: Freshness = Field(default_factory=Freshness)
    map: TileMap | None = None
