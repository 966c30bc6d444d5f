"""Parts of HTTP that every request shares: context, errors, limits, caching, compression, headers, metrics."""
