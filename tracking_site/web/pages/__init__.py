"""The pages of the site and of its embed."""
