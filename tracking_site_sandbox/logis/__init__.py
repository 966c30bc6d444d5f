"""Logis' sandbox and its sample jobs."""
