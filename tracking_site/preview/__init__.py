"""A preview of every state of every page of a brand, with sample data."""
