"""The domain model: references, shipments and errors, as frozen data."""
