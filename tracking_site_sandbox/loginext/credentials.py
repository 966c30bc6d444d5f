"""The users of the LogiNext sandbox, and the secret in the address of its webhooks."""

from dataclasses import dataclass
from datetime import timedelta

USER = "sandbox.mile"
PASSWORD = "sandbox-mile-password"
SECRET_KEY = "$2a$08$sandboxMileClientSecretKeyOfTheOlderEdition"

LATER_USER = "sandbox.later"
LATER_PASSWORD = "sandbox-later-password"

IFRAME_USER = "sandbox.iframe"
IFRAME_PASSWORD = "sandbox-iframe-password"
IFRAME_SECRET_KEY = "$2a$08$sandboxIframeClientSecretKeyOfTheOlderEdition"

WEBHOOK_SECRET = "sandbox-webhook-secret"


@dataclass(frozen=True)
class User:
    """A user of LogiNext; users of the later edition have no secret key and need only the token.

    `account` is the demo's account with this user, to which the user's webhooks are sent.
    """

    name: str
    password: str
    secret_key: str | None
    token_lifetime: timedelta
    account: str | None = None


USERS = (
    User(USER, PASSWORD, SECRET_KEY, timedelta(hours=24), account="mile"),
    User(LATER_USER, LATER_PASSWORD, None, timedelta(days=90), account="later"),
    User(IFRAME_USER, IFRAME_PASSWORD, IFRAME_SECRET_KEY, timedelta(hours=24)),
)


def environment(sandbox: str) -> dict[str, str]:
    """Return the environment variables of the demo's accounts `mile` and `later`, by the sandbox's address."""
    return {
        "LOGINEXT_URL": f"{sandbox}/loginext",
        "LOGINEXT_USER": USER,
        "LOGINEXT_PASSWORD": PASSWORD,
        "LOGINEXT_LATER_USER": LATER_USER,
        "LOGINEXT_LATER_PASSWORD": LATER_PASSWORD,
        "LOGINEXT_IFRAME_USER": IFRAME_USER,
        "LOGINEXT_IFRAME_PASSWORD": IFRAME_PASSWORD,
        "LOGINEXT_WEBHOOK_SECRET": WEBHOOK_SECRET,
    }
