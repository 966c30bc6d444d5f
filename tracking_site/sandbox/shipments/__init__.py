"""The shipments that the sandbox knows, one module for each place they come from."""
