"""Languages, labels, dates, durations and distances."""
