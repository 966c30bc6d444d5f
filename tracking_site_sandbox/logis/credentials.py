"""The API keys that the sandbox of Logis accepts, and what each of them may do."""

from dataclasses import dataclass

API_KEY = "sandbox-logis-key"
API_KEY_TRACK_ONLY = "sandbox-logis-key-track-only"
API_KEY_WITHOUT_PERMISSION = "sandbox-logis-key-without-permission"
API_KEY_LIMITED = "sandbox-logis-key-limited"
API_KEY_INACTIVE = "sandbox-logis-key-inactive"
API_KEY_EXPIRED = "sandbox-logis-key-expired"
LIMITED_CALLS_PER_HOUR = 5

TRACK = "allow_public_track"
DELIVERY_CODE = "allow_delivery_code"
REVIEW = "allow_review"


@dataclass(frozen=True)
class KeyRights:
    """The permissions of an API key, its hourly limit, and the error with which it is refused."""

    permissions: frozenset[str] = frozenset({TRACK, DELIVERY_CODE, REVIEW})
    calls_per_hour: int = 2500
    error: str | None = None


API_KEYS = {
    API_KEY: KeyRights(),
    API_KEY_TRACK_ONLY: KeyRights(permissions=frozenset({TRACK})),
    API_KEY_WITHOUT_PERMISSION: KeyRights(permissions=frozenset()),
    API_KEY_LIMITED: KeyRights(calls_per_hour=LIMITED_CALLS_PER_HOUR),
    API_KEY_INACTIVE: KeyRights(error="This API key is inactive"),
    API_KEY_EXPIRED: KeyRights(error="This API key has expired"),
}


def environment(sandbox: str) -> dict[str, str]:
    """Return the environment variables of the demo's account `nord`, by the sandbox's address."""
    return {"LOGIS_URL": f"{sandbox}/logis", "LOGIS_API_KEY": API_KEY}
