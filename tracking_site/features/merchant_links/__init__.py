"""Sealed links that merchants create and revoke."""
