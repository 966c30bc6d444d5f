"""Which module knows which carrier."""

from tracking_site.carriers.adapter import Adapter
from tracking_site.carriers.leaps import tracking as leaps
from tracking_site.carriers.loginext import adapter as loginext
from tracking_site.carriers.logis import tracking as logis
from tracking_site.config import Account, LeapsAccount, LoginextAccount, LogisAccount


def adapter_of(account: Account) -> Adapter:
    """An account as something that can be asked."""
    match account:
        case LogisAccount():
            return logis.adapter(account)
        case LeapsAccount():
            return leaps.adapter(account)
        case LoginextAccount():
            return loginext.adapter(account)
