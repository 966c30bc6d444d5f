"""LogiNext's login and its sessions (docs/carriers/loginext.md, Authentication)."""

import re
from collections.abc import Mapping

from tracking_site.carriers.adapter import Login, Request, Response
from tracking_site.carriers.loginext.account import LoginextAccount
from tracking_site.carriers.parsing import Fields, Unreadable

# The scheme is part of the token's header and comes back with it (docs/carriers/loginext.md, Authentication).
_TOKEN = re.compile(r"(?:BASIC\s+)?([0-9A-Za-z._-]{8,200})", re.IGNORECASE)


def login(account: LoginextAccount) -> Login:
    """Return how the account gets its session."""
    request = login_request(account, account.username, account.password.get_secret_value())
    return Login(request=request, headers=session_headers, expired=expired)


def login_request(account: LoginextAccount, username: str, password: str) -> Request:
    """Return the request that logs a user in; never retried, since failed logins lock a user out."""
    payload = {"userName": username, "password": password}
    return Request.json(f"{account.base_url}/LoginApp/login/authenticate", payload, retryable=False)


def session_headers(response: Response) -> Mapping[str, str]:
    """Return the headers for later requests, or no headers where the login was refused.

    Older installations send a `CLIENT_SECRET_KEY` with the token, later ones only the token.
    """
    match = _TOKEN.fullmatch(response.headers.get("www-authenticate", "").strip())
    if response.status != 200 or match is None:
        return {}
    headers = {"WWW-Authenticate": f"BASIC {match.group(1)}"}
    if key := response.headers.get("client_secret_key"):
        headers["CLIENT_SECRET_KEY"] = key
    return headers


def expired(response: Response) -> bool:
    """Tell whether the session is over: a 401, by HTTP or inside a 200."""
    if response.status == 401:
        return True
    try:
        return Fields.of(response.body).integer("status", 0, 999) == 401
    except Unreadable:
        return False
