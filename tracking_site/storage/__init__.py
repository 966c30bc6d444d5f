"""Where things are kept: fits the protocols of `tracking.ports` by shape."""
