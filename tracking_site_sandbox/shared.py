"""What more than one carrier knows."""

from tracking_site_sandbox.sample import Sample

NUMBER = "70415523"
AIR_WAYBILL = "435-20881464"

KNOWN_TO_SEVERAL = Sample(
    carrier="several",
    title="One number, known to GEODIS, GLS and LogiNext",
    query={"q": NUMBER},
    status="choice",
    carrier_status=None,
)
