"""Stand-ins of the three carriers, written from their documentation, with sample shipments of their own."""
