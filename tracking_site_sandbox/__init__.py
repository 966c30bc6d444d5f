"""Sandboxes of the carriers, written from the carriers' documentation, with sample shipments of their own."""
