"""The credentials of the two installations of the Leaps sandbox."""

TIME_ZONE = "Europe/Copenhagen"

GEODIS_PORTAL = "SBX"
GEODIS_APIKEY = "sandbox-geodis-key"
GEODIS_USER = "sandbox.geodis"
GEODIS_PASSWORD = "sandbox-geodis-password"

GLS_CONTRACT = 4711
GLS_APIKEY = "sandbox-gls-key"
GLS_USER = "sandbox.gls"
GLS_PASSWORD = "sandbox-gls-password"

ENVELOPES: dict[str, dict[str, object]] = {
    "geodis": {
        "portal": GEODIS_PORTAL,
        "apikey": GEODIS_APIKEY,
        "username": GEODIS_USER,
        "password": GEODIS_PASSWORD,
    },
    "gls": {
        "contract": GLS_CONTRACT,
        "apikey": GLS_APIKEY,
        "username": GLS_USER,
        "password": GLS_PASSWORD,
    },
}
"""The fields that an envelope must have, by installation."""

PATHS = {installation: f"/leaps/{installation}/api/endpoint.php" for installation in ENVELOPES}


def environment(sandbox: str) -> dict[str, str]:
    """Return the environment variables of the demo's accounts `geodis` and `gls`, by the sandbox's address."""
    return {
        "GEODIS_ENDPOINT": f"{sandbox}{PATHS['geodis']}",
        "GEODIS_PORTAL": GEODIS_PORTAL,
        "GEODIS_APIKEY": GEODIS_APIKEY,
        "GEODIS_USER": GEODIS_USER,
        "GEODIS_PASSWORD": GEODIS_PASSWORD,
        "GLS_ENDPOINT": f"{sandbox}{PATHS['gls']}",
        "GLS_CONTRACT": str(GLS_CONTRACT),
        "GLS_APIKEY": GLS_APIKEY,
        "GLS_USER": GLS_USER,
        "GLS_PASSWORD": GLS_PASSWORD,
    }
