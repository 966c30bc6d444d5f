"""Servers, transports and clients that end with their test."""

from tests.support.network_fixtures import hasty, hostile, make_line, make_transport, transport

__all__ = ["hasty", "hostile", "make_line", "make_transport", "transport"]
