"""Positions of cities and airports, and outlines of land and borders, from offline data (see SOURCES.md)."""
