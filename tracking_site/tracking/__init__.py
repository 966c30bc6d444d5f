"""From a query to a shipment: links, look-up, fetching, caching, history, journeys and privacy."""
