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

from tracking_site.config.fields import LOCAL_HOSTS, NOT_EMPTY, BaseUrl, Name, WebPage, host_of, parted
from tracking_site.config.problems import Problem, wrong
from tracking_site.config.section import Raw, Section

_DAY = 86_400
_LEAST_KEY_BYTES = 32
_MOST_NOTATION = 200
_DEFAULT_VIEWS = "300 per minute"
_DEFAULT_MISSES = "30 per minute"
_DEFAULT_ACTIONS = "20 per minute"
_DEFAULT_SHIPMENT_ACTIONS = "60 per minute"
_DEFAULT_BRAND_ACTIONS = "3000 per minute"
_DEFAULT_BRAND_MISSES = "1500 per minute"
_PARTS_OF_A_TILE = ("{z}", "{x}", "{y}")


class Rates(tuple[RateLimitItem, ...]):
    """The limits of one kind, as items; `str()` of it is the notation again, which flask-limiter takes."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return the limits in their notation."""
        return "; ".join(f"{item.amount} per {item.multiples} {item.GRANULARITY.name}" for item in self)

    @classmethod
    def parsed(cls, notation: str) -> "Rates":
        """Return the limits that a notation such as `300 per minute; 20 per second` means."""
        return cls(parse_many(notation))


def _rates(value: object) -> Rates:
    if isinstance(value, Rates):
        return value
    # The notation is matched by an expression that takes a quadratic time for a run of blanks.
    if not isinstance(value, str) or len(value) > _MOST_NOTATION:
        raise wrong("must be a limit such as 300 per minute")
    try:
        found = Rates.parsed(value)
    except ValueError:
        raise wrong("must be a limit such as 300 per minute") from None
    if not all(item.amount > 0 and 0 < item.get_expiry() <= 366 * _DAY for item in found):
        raise wrong("must allow at least 1, in a time of at most a year")
    return found


def _secret_key(key: SecretStr) -> SecretStr:
    if len(key.get_secret_value().encode()) < _LEAST_KEY_BYTES:
        raise wrong(f"must be at least {_LEAST_KEY_BYTES} bytes long")
    return key


def _database(address: SecretStr) -> SecretStr:
    text = address.get_secret_value()
    known = text.startswith(("sqlite:///", "postgresql://"))
    try:
        named = len(urlsplit(text).path) > 1
    except ValueError:
        named = False
    if not (known and named and text.isprintable()):
        raise wrong("must be sqlite:///path or postgresql://user:password@host/name")
    return address


def _redis(address: SecretStr) -> SecretStr:
    text = address.get_secret_value()
    if not text.isprintable() or not _is_redis(text):
        raise wrong("must be redis://host:port/number, rediss://host:port/number or unix:///path")
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
    # Braces are no characters of an address: what they stand for is put in before it is looked at.
    plain = address
    for part in _PARTS_OF_A_TILE:
        if plain.count(part) != 1:
            raise wrong(f"must hold {', '.join(_PARTS_OF_A_TILE)}, each of them once")
        plain = plain.replace(part, "0")
    if "{" in plain or "}" in plain:
        raise wrong(f"must hold no other braces than those of {', '.join(_PARTS_OF_A_TILE)}")
    parts = parted(plain, ("http", "https"))
    if not address.lower().startswith(f"{parts.scheme}://{parts.netloc}/".lower()):
        raise wrong(f"must have {', '.join(_PARTS_OF_A_TILE)} in its path, not in its host")
    if parts.scheme == "http" and host_of(parts) not in LOCAL_HOSTS:
        raise wrong("must begin with https:// (http:// is for localhost alone)")
    return address


Limit = Annotated[InstanceOf[Rates], BeforeValidator(_rates)]


class Limits(Section):
    """How often one visitor may do what; those with a `shipment` or a `brand` in their name hold for all visitors together."""

    views: Limit = Field(default_factory=lambda: Rates.parsed(_DEFAULT_VIEWS))
    misses: Limit = Field(default_factory=lambda: Rates.parsed(_DEFAULT_MISSES))
    actions: Limit = Field(default_factory=lambda: Rates.parsed(_DEFAULT_ACTIONS))
    shipment_actions: Limit = Field(default_factory=lambda: Rates.parsed(_DEFAULT_SHIPMENT_ACTIONS))
    brand_actions: Limit = Field(default_factory=lambda: Rates.parsed(_DEFAULT_BRAND_ACTIONS))
    brand_misses: Limit = Field(default_factory=lambda: Rates.parsed(_DEFAULT_BRAND_MISSES))


class Exchange(Section):
    """How long a carrier is waited for, and when it is left alone; times are in seconds."""

    deadline: Annotated[StrictFloat, Field(ge=0.05, le=30)] = 2.5
    retry_share: Annotated[StrictFloat, Field(ge=0, le=1)] = 0.1
    breaker_failures: Annotated[StrictInt, Field(ge=1, le=1000)] = 5
    breaker_seconds: Annotated[StrictFloat, Field(gt=0, le=3600)] = 15.0
    breaker_most_seconds: Annotated[StrictFloat, Field(gt=0, le=_DAY)] = 120.0
    # More would only queue at the carrier; the queue is better kept here.
    calls_in_flight: Annotated[StrictInt, Field(ge=1, le=63)] = 10

    @classmethod
    def rules(cls, raw: Raw) -> Iterable[Problem]:
        """Refuse a longest pause that is shorter than the first one."""
        first = raw.get("breaker_seconds", cls.model_fields["breaker_seconds"].default)
        most = raw.get("breaker_most_seconds", cls.model_fields["breaker_most_seconds"].default)
        if isinstance(first, int | float) and isinstance(most, int | float) and most < first:
            yield Problem(("breaker_most_seconds",), "must not be less than breaker_seconds")


class Freshness(Section):
    """How long a shipment is fresh, may be shown, and is kept; times are in seconds."""

    fresh: Annotated[StrictFloat, Field(ge=0, le=_DAY)] = 60.0
    fresh_out_for_delivery: Annotated[StrictFloat, Field(ge=0, le=_DAY)] = 15.0
    fresh_final: Annotated[StrictFloat, Field(ge=0, le=30 * _DAY)] = 600.0
    renewing: Annotated[StrictFloat, Field(ge=0, le=_DAY)] = 600.0
    kept: Annotated[StrictFloat, Field(ge=0, le=366 * _DAY)] = 7.0 * _DAY
    kept_final: Annotated[StrictFloat, Field(ge=0, le=366 * _DAY)] = 30.0 * _DAY
    unknown: Annotated[StrictFloat, Field(ge=0, le=_DAY)] = 30.0
    most_kept: Annotated[StrictInt, Field(ge=1, le=10_000_000)] = 20_000


class TileMap(Section):
    """Whose tiles the map of streets is made of; nothing is asked of them before a visitor presses its button."""

    tiles: Annotated[str, AfterValidator(_tiles)]
    attribution: Name
    attribution_url: WebPage | None = None

    @property
    def origin(self) -> str:
        """Return the tiles' origin, as a content policy names it."""
        parts = urlsplit(self.tiles)
        return f"{parts.scheme}://{parts.netloc}".lower()

    @property
    def host(self) -> str:
        """Return the tiles' host, as visitors are told it."""
        return urlsplit(self.tiles).hostname or ""


class Site(Section):
    """What holds for all brands."""

    secret_keys: Annotated[tuple[Annotated[SecretStr, AfterValidator(_secret_key)], ...], NOT_EMPTY]
    public_url: BaseUrl = "http://127.0.0.1:8000"
    database_url: Annotated[SecretStr, AfterValidator(_database)] = SecretStr("sqlite:///var/tracking-site.db")
    redis_url: Annotated[SecretStr, AfterValidator(_redis)] | None = None
    # Days for which what is stored of a shipment is kept after its end.
    kept_days: Annotated[StrictInt, Field(ge=1, le=3650)] = 30
    trusted_proxies: Annotated[StrictInt, Field(ge=0, le=10)] = 0
    any_host: StrictBool = False
    limits: Limits = Field(default_factory=Limits)
    exchange: Exchange = Field(default_factory=Exchange)
    freshness: Freshness = Field(default_factory=Freshness)
    map: TileMap | None = None
