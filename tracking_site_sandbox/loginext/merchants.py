"""The merchants of the sample orders with their hubs, and their customers."""

from tracking_site_sandbox.loginext.order_model import Customer, Hub
from tracking_site_sandbox.odd_texts import ARABIC, EVERYTHING, MARKUP

BROOKLYN = Hub("West Brooklyn hub", "Greenpoint Grocers", (40.7206, -73.9542), "America/New_York")
KUALA_LUMPUR = Hub("Shah Alam hub", "Rimba Home Sdn Bhd", (3.0733, 101.5185), "Asia/Kuala_Lumpur")
MUMBAI = Hub("Powai hub", "Monsoon Books", (19.1197, 72.9051), "Asia/Kolkata")
DUBAI = Hub("Al Quoz hub", "Souk Direct", (25.1402, 55.2269), "Asia/Dubai")
SAO_PAULO = Hub("Barra Funda hub", "Casa Ipê", (-23.5257, -46.6670), "America/Sao_Paulo")

GRACE = Customer("Grace Holloway", "12125550123", "310 Bedford Avenue, Brooklyn, 11249", (40.7133, -73.9623))
MARCUS = Customer("Marcus Bell", "17185550136", "58 Havemeyer Street, Brooklyn, 11211", (40.7151, -73.9519))
AISYAH = Customer("Aisyah Rahman", "15555550124", "8 Jalan Telawi, Kuala Lumpur, 59100", (3.1306, 101.6711))
WEI = Customer("Tan Wei Ling", "15555550127", "22 Jalan SS 2/61, Petaling Jaya, 47300", (3.1177, 101.6215))
ROHAN = Customer("Rohan Deshpande", "15555550128", "14 Hill Road, Mumbai, 400050", (19.0522, 72.8287))
MEERA = Customer("Meera Iyer", "15555550129", "3 Linking Road, Mumbai, 400054", (19.0817, 72.8367))
AIRPORT = Customer(
    "Sahar Cargo Handling", "15555550130", "Cargo village, Terminal 2, Mumbai, 400099", (19.0989, 72.8654)
)
LAYLA = Customer("Layla Haddad", "15555550131", "Villa 9, Street 14b, Dubai, 00000", (25.2048, 55.2708))
BRUNO = Customer("Bruno Carvalho", "15555550132", "Rua Harmonia 210, São Paulo, 05435", (-23.5547, -46.6886))
AWKWARD = Customer(f"{MARKUP} {ARABIC}", "call <me>", EVERYTHING, (25.2048, 55.2708))
