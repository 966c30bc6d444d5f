"""Following the change feeds of carriers."""
