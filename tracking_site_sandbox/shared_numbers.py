"""Numbers that more than one carrier knows."""

NUMBER = "70415523"
AIR_WAYBILL = "435-20881464"
