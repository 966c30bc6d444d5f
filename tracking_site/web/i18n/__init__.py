"""Internationalisation: languages, labels, dates, durations and distances."""
