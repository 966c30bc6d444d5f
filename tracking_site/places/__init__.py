"""Where the places are that carriers name: cities and airports, land and borders, kept offline (see SOURCES.md)."""
