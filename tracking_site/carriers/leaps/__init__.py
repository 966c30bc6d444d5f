"""Leaps: shipments by SLI number, and the feed of their changes."""
