"""From a request to a shipment: links, who could know it, asking, keeping, and what may be seen."""
