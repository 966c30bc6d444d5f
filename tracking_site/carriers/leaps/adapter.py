"""The adapter of a Leaps installation."""

from dataclasses import replace

from tracking_site.carriers.adapter import Adapter, ChangeFeed, Conversation, ask
from tracking_site.carriers.leaps.account import LeapsAccount
from tracking_site.carriers.leaps.changes import fetch_changes, parse_stored
from tracking_site.carriers.leaps.envelope import envelope, results
from tracking_site.carriers.leaps.messages import STATUSES
from tracking_site.carriers.leaps.tracking import track
from tracking_site.domain.errors import CarrierRefused
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.domain.shipment import Shipment, Status

STAGES = {ReferenceKind.SLI_NUMBER: (Status.INFO_RECEIVED, Status.IN_TRANSIT, Status.DELIVERED)}


def make_adapter(account: LeapsAccount) -> Adapter:
    """Return the adapter of a Leaps installation, which knows SLI numbers."""
    return Adapter(
        account=account,
        reference_kinds=frozenset({ReferenceKind.SLI_NUMBER}),
        track=lambda reference: track(account, reference),
        check=lambda: check(account),
        stages=STAGES,
        normalise=normalise,
        phrases=frozenset((*STATUSES, *account.statuses)),
        change_feed=ChangeFeed(
            reference_kind=ReferenceKind.SLI_NUMBER,
            fetch=lambda since, numbers: fetch_changes(account, since, numbers),
            parse_stored=lambda reference, answer: parse_stored(account, reference, answer),
        ),
    )


def normalise(reference: Reference, shipment: Shipment) -> Reference:
    """Return the number as Leaps writes it: it finds a number without its leading zeros, too."""
    return replace(reference, value=shipment.references.sli_number or reference.value)


def check(account: LeapsAccount) -> Conversation[None]:
    """Send `Echo` (docs/carriers/leaps.md, Basic concepts)."""
    response = yield from ask(envelope(account, [{"command": "Echo", "text": "tracking-site"}]))
    (echo, *_) = results(account, response)
    if not echo.flag("status"):
        raise CarrierRefused(account.id, "Echo was answered with an error")
