"""What the site shows: pages, the API, and the words for both."""
