"""The migrations of the tables, which only go forward."""
