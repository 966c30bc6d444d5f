"""The route of a shipment as a drawing and in words."""
