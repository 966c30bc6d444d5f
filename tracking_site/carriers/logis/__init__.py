"""Logis: jobs, tracked with the review key of their link."""

from tracking_site.carriers.adapter import Carrier
from tracking_site.carriers.logis.account import LogisAccount
from tracking_site.carriers.logis.adapter import make_adapter

CARRIER = Carrier(LogisAccount, make_adapter)
