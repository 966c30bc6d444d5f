"""What an unverified viewer may see of a shipment: the gate that every answer passes (docs/contract.md, section 4)."""

from tracking_site.tracking.privacy.redaction import public_result, public_shipment, without_others

__all__ = ["public_result", "public_shipment", "without_others"]
