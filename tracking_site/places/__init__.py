"""Offline geography: the positions of cities and airports, land and borders (sources: SOURCES.md)."""
