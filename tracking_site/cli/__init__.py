"""The command `tracking-site`, a module for each group of its commands."""
