"""What holds for every request: context, errors, limits, caching, compression, headers, metrics."""
