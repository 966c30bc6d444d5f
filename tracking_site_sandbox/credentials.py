"""What the sandbox's installations ask for; nothing here opens anything outside of it."""

from dataclasses import dataclass
from datetime import timedelta

LOGIS_API_KEY = "sandbox-logis-key"
LOGIS_API_KEY_TRACK_ONLY = "sandbox-logis-key-track-only"
LOGIS_API_KEY_WITHOUT_PERMISSION = "sandbox-logis-key-without-permission"
LOGIS_API_KEY_LIMITED = "sandbox-logis-key-limited"
LOGIS_API_KEY_INACTIVE = "sandbox-logis-key-inactive"
LOGIS_API_KEY_EXPIRED = "sandbox-logis-key-expired"
LOGIS_LIMITED_PER_HOUR = 5

LEAPS_TIME_ZONE = "Europe/Copenhagen"

GEODIS_PORTAL = "SBX"
GEODIS_APIKEY = "sandbox-geodis-key"
GEODIS_USER = "sandbox.geodis"
GEODIS_PASSWORD = "sandbox-geodis-password"

GLS_CONTRACT = 4711
GLS_APIKEY = "sandbox-gls-key"
GLS_USER = "sandbox.gls"
GLS_PASSWORD = "sandbox-gls-password"

LOGINEXT_USER = "sandbox.mile"
LOGINEXT_PASSWORD = "sandbox-mile-password"
LOGINEXT_SECRET_KEY = "$2a$08$sandboxMileClientSecretKeyOfTheOlderEdition"

LOGINEXT_LATER_USER = "sandbox.later"
LOGINEXT_LATER_PASSWORD = "sandbox-later-password"

LOGINEXT_IFRAME_USER = "sandbox.iframe"
LOGINEXT_IFRAME_PASSWORD = "sandbox-iframe-password"
LOGINEXT_IFRAME_SECRET_KEY = "$2a$08$sandboxIframeClientSecretKeyOfTheOlderEdition"

LOGINEXT_WEBHOOK_SECRET = "sandbox-webhook-secret"

TRACK = "allow_public_track"
DELIVERY_CODE = "allow_delivery_code"
REVIEW = "allow_review"


@dataclass(frozen=True)
class LogisKey:
    """What a Logis key may do, and how often in an hour."""

    permissions: frozenset[str] = frozenset({TRACK, DELIVERY_CODE, REVIEW})
    per_hour: int = 2500
    refusal: str | None = None


LOGIS_KEYS = {
    LOGIS_API_KEY: LogisKey(),
    LOGIS_API_KEY_TRACK_ONLY: LogisKey(permissions=frozenset({TRACK})),
    LOGIS_API_KEY_WITHOUT_PERMISSION: LogisKey(permissions=frozenset()),
    LOGIS_API_KEY_LIMITED: LogisKey(per_hour=LOGIS_LIMITED_PER_HOUR),
    LOGIS_API_KEY_INACTIVE: LogisKey(refusal="This API key is inactive"),
    LOGIS_API_KEY_EXPIRED: LogisKey(refusal="This API key has expired"),
}

LEAPS_ENVELOPES: dict[str, dict[str, object]] = {
    "geodis": {
        "portal": GEODIS_PORTAL,
        "apikey": GEODIS_APIKEY,
        "username": GEODIS_USER,
        "password": GEODIS_PASSWORD,
    },
    "gls": {
        "contract": GLS_CONTRACT,
        "apikey": GLS_APIKEY,
        "username": GLS_USER,
        "password": GLS_PASSWORD,
    },
}


@dataclass(frozen=True)
class LoginextUser:
    """A LogiNext user; one without a secret key is of the later edition, where the token is enough."""

    name: str
    password: str
    secret_key: str | None
    token_lifetime: timedelta


LOGINEXT_USERS = (
    LoginextUser(LOGINEXT_USER, LOGINEXT_PASSWORD, LOGINEXT_SECRET_KEY, timedelta(hours=24)),
    LoginextUser(LOGINEXT_LATER_USER, LOGINEXT_LATER_PASSWORD, None, timedelta(days=90)),
    LoginextUser(LOGINEXT_IFRAME_USER, LOGINEXT_IFRAME_PASSWORD, LOGINEXT_IFRAME_SECRET_KEY, timedelta(hours=24)),
)


def addresses(sandbox: str) -> tuple[str, ...]:
    """A line for each carrier, with its address at a running sandbox."""
    return (
        f"Logis     {sandbox}/logis",
        f"Leaps     {sandbox}/leaps/geodis/api/endpoint.php and {sandbox}/leaps/gls/api/endpoint.php",
        f"LogiNext  {sandbox}/loginext",
    )
