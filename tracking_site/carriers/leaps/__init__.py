"""Leaps: shipments by SLI number, and the feed of their changes."""

from tracking_site.carriers.adapter import Carrier
from tracking_site.carriers.leaps.account import LeapsAccount
from tracking_site.carriers.leaps.adapter import adapter

CARRIER = Carrier(LeapsAccount, adapter)
