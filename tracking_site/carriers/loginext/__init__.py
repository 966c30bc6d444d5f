"""LogiNext: orders of Mile and OnDemand, trips of Haul, webhooks and the live map."""
