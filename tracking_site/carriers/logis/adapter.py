"""The adapter of a Logis account."""

from tracking_site.carriers.adapter import Adapter, ProofCalls
from tracking_site.carriers.downloads import download_request
from tracking_site.carriers.logis.account import LogisAccount
from tracking_site.carriers.logis.actions import action_calls
from tracking_site.carriers.logis.tracking import check, track
from tracking_site.domain.references import ReferenceKind
from tracking_site.domain.shipment import Status

STAGES = {ReferenceKind.JOB_ID: (Status.INFO_RECEIVED, Status.OUT_FOR_DELIVERY, Status.DELIVERED)}


def make_adapter(account: LogisAccount) -> Adapter:
    """Return the adapter of a Logis account, which knows jobs."""
    return Adapter(
        account=account,
        reference_kinds=frozenset({ReferenceKind.JOB_ID}),
        track=lambda reference: track(account, reference),
        check=lambda: check(account),
        stages=STAGES,
        hourly_limit=account.hourly_limit,
        actions=action_calls(account),
        proof=ProofCalls(download=lambda address: download_request(address, account.base_url)),
    )
