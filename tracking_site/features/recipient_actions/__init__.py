"""SMS switch, delivery code, review and verification by recipients."""
