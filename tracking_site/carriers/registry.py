"""The carriers that the site knows; the only module outside a carrier's own package that names one."""

from collections.abc import Mapping

from tracking_site.carriers import leaps, loginext, logis
from tracking_site.carriers.adapter import Adapter, Carrier
from tracking_site.config import Account

CARRIERS: Mapping[str, Carrier] = {
    carrier.name: carrier
    for carrier in (
        logis.CARRIER,
        leaps.CARRIER,
        loginext.CARRIER,
    )
}
ACCOUNT_MODELS: Mapping[str, type[Account]] = {name: carrier.account_model for name, carrier in CARRIERS.items()}
"""The models that the configuration reads accounts with."""


def adapter_of(account: Account) -> Adapter:
    """Return the adapter of an account."""
    return CARRIERS[account.carrier].adapter(account)
