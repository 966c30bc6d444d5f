"""The carriers: data and pure functions, and the one transport that talks to them."""
