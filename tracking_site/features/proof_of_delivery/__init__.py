"""Images that prove a delivery."""
