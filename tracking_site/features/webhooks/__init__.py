"""Webhooks of carriers: authenticated, stored, then processed."""
