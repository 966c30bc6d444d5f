"""Logis: jobs, tracked with the review key of their link."""
