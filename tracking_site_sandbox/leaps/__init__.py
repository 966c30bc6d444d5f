"""Leaps' sandbox and its sample bookings."""
