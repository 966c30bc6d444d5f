"""What is run by hand now and then; nothing of it is part of the site or of its wheel."""
