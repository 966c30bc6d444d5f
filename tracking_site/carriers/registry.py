"""Which module knows which carrier."""

from tracking_site.carriers import leaps, loginext, logis
from tracking_site.carriers.base import Adapter
from tracking_site.settings import Account, LeapsAccount, LoginextAccount, LogisAccount


def adapter_of(account: Account) -> Adapter:
    """An account as something that can be asked."""
    match account:
        case LogisAccount():
            return logis.adapter(account)
        case LeapsAccount():
            return leaps.adapter(account)
        case LoginextAccount():
            return loginext.adapter(account)
