"""A self-hosted, multi-brand, public tracking microsite."""
