"""The orders, trips, sessions and webhooks of the LogiNext sandbox."""

from collections.abc import Iterator
from datetime import datetime

from tracking_site_sandbox.loginext import orders, special_orders, trips
from tracking_site_sandbox.loginext.credentials import USERS, WEBHOOK_SECRET
from tracking_site_sandbox.loginext.order_model import Order
from tracking_site_sandbox.loginext.sessions import Sessions
from tracking_site_sandbox.loginext.trips import Trip
from tracking_site_sandbox.sample import Sample
from tracking_site_sandbox.state import CarrierState, Clock

Webhook = dict[str, str]


class LoginextState(CarrierState):
    """What the sandbox of LogiNext keeps between requests.

    `webhook_addresses` has the address to which the webhooks of a user are sent; `webhooks` has every webhook that was
    due, whether or not there was an address; `archives` has the expiry and the order number of each archive of pictures.
    """

    orders: tuple[Order, ...]
    trips: tuple[Trip, ...]
    mile_trips: tuple[dict[str, object], ...]
    archives: dict[str, tuple[datetime, str]]
    webhooks: list[Webhook]

    def __init__(self, now: Clock) -> None:
        super().__init__(now)
        self.sessions = Sessions(now)
        self.webhook_addresses: dict[str, str] = {}

    def reset(self, start: datetime) -> None:
        self.orders = all_orders(start)
        self.trips = tuple(trips.trips(start))
        self.mile_trips = tuple(trips.mile_trips(start))
        self.archives = {}
        self.webhooks = []

    def expire_tokens(self) -> None:
        self.sessions.expire_all()

    def subscribe(self, site: str) -> None:
        self.webhook_addresses |= {
            user.name: f"{site}/webhooks/loginext/{user.account}/{WEBHOOK_SECRET}" for user in USERS if user.account
        }


def all_orders(now: datetime) -> tuple[Order, ...]:
    """Return the orders as they are at a given time."""
    return (*orders.orders(now), *special_orders.orders(now))


def samples(now: datetime) -> Iterator[Sample]:
    """Yield the samples of the orders and of the Haul trips."""
    yield from (order.sample for order in all_orders(now) if order.sample)
    yield from (trip.sample for trip in trips.trips(now))
