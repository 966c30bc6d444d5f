"""What the site is about: references, shipments and errors, as frozen data."""
