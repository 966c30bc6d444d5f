"""What the site does beyond showing a shipment, one package for each capability."""
