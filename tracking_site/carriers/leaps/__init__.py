"""Leaps: shipments by SLI number, and the feed of their changes."""

from tracking_site.carriers.adapter import Carrier
from tracking_site.carriers.leaps.account import LeapsAccount
from tracking_site.carriers.leaps.adapter import make_adapter

CARRIER = Carrier(LeapsAccount, make_adapter)
