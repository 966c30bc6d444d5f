"""LogiNext's sandbox, its sample orders and trips, and its webhooks."""
