"""A carrier's live map in a frame."""
