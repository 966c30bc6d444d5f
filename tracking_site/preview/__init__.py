"""Every state of every page with sample data, for a brand's owner to look at before anybody else does."""
