"""The pages and the embed, and the views that their templates show."""
