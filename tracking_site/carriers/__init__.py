"""The carriers: adapters of pure functions, and the client and transport that call them."""
