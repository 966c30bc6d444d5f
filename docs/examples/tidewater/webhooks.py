"""Tidewater's webhooks: one scan each, signed with HMAC-SHA256 in `X-Tidewater-Signature`."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from tracking_site.carriers.adapter import ParsedWebhook
from tracking_site.carriers.parsing import Fields
from tracking_site.carriers.tidewater.account import TidewaterAccount
from tracking_site.carriers.tidewater.tracking import event_of
from tracking_site.domain.recorded_history import WebhookUpdate
from tracking_site.domain.references import Reference, ReferenceKind


@dataclass(frozen=True, slots=True)
class TidewaterWebhooks:
    """The webhooks of an account."""

    account: TidewaterAccount

    @property
    def enabled(self) -> bool:
        """Whether the account has a webhook secret."""
        return self.account.webhook_secret is not None

    def accepts_path(self, secret: str) -> bool:
        """Tell in constant time whether the secret in the address is the account's."""
        return self.enabled and hmac.compare_digest(self._secret(), secret.encode())

    def authenticate(self, _sender: str | None, headers: Mapping[str, str], body: bytes) -> bool:
        """Tell whether the body is signed with the account's secret."""
        signature = hmac.new(self._secret(), body, sha256).hexdigest()
        return hmac.compare_digest(signature, headers.get("x-tidewater-signature", ""))

    def parse(self, _content_type: str, body: bytes) -> ParsedWebhook:
        """Parse a scan; `Unreadable`."""
        scan = Fields.of(body)
        number = scan.text("number", limit=100)
        if number is None:
            return ParsedWebhook("scan")
        reference = Reference(ReferenceKind.ORDER_NUMBER, number)
        return ParsedWebhook("scan", (WebhookUpdate("scan", reference, event_of(scan)),))

    def _secret(self) -> bytes:
        secret = self.account.webhook_secret
        return secret.get_secret_value().encode() if secret else b""
