"""Whether a webhook comes from LogiNext (docs/carriers/loginext.md, Webhooks in later editions)."""

import hmac
from collections.abc import Mapping, Sequence
from hashlib import sha256

from pydantic import SecretStr

from tracking_site.carriers.loginext.account import LoginextAccount

SIGNATURE_HEADER = "x-loginext-signature"


def accepts_path(account: LoginextAccount, secret: str) -> bool:
    """Tell in constant time whether the secret in the address is one of the account's."""
    return _matches_any(account.webhook_path_secrets, secret)


def authenticate(account: LoginextAccount, sender: str | None, headers: Mapping[str, str], body: bytes) -> bool:
    """Tell whether the signature and the sender's address are right; signatures are of the bytes as received."""
    signature = headers.get(SIGNATURE_HEADER, "").strip()
    return _is_signed(account, signature, body) and account.sends_from(sender)


def _is_signed(account: LoginextAccount, signature: str, body: bytes) -> bool:
    if not account.webhook_signatures:
        return True
    if account.webhook_signature_kind == "secret":
        return _matches_any(account.webhook_signatures, signature)
    codes = [SecretStr(_code(secret, body)) for secret in account.webhook_signatures]
    return _matches_any(codes, signature)


def _matches_any(known: Sequence[SecretStr], given: str) -> bool:
    """Tell whether a secret is a known one; all are compared, so that the time does not depend on which one matches."""
    encoded = given.encode("utf-8", "replace")
    matches = [hmac.compare_digest(each.get_secret_value().encode(), encoded) for each in known]
    return any(matches)


def _code(secret: SecretStr, body: bytes) -> str:
    return hmac.new(secret.get_secret_value().encode(), body, sha256).hexdigest()
