"""The stores in the database and in memory, which fit the protocols of `tracking.stores` and of the features."""
