"""LogiNext: orders of Mile and OnDemand, trips of Haul, webhooks and the live map."""

from tracking_site.carriers.adapter import Carrier
from tracking_site.carriers.loginext.account import LoginextAccount
from tracking_site.carriers.loginext.adapter import make_adapter

CARRIER = Carrier(LoginextAccount, make_adapter)
