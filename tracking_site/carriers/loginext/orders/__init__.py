"""LogiNext's orders, from Get Order at Mile and OnDemand."""

from tracking_site.carriers.loginext.orders.get_order import track

__all__ = ["track"]
