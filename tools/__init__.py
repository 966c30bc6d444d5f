"""Tools that are run by hand, rarely; they are not part of the site or its wheel."""
