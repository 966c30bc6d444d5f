"""The capabilities beyond showing a shipment, one package for each."""
