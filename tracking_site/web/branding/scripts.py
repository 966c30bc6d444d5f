"""The address of the site's scripts: below a folder named after what they are, so that none is ever out of date."""

from functools import cache
from hashlib import sha256

from tracking_site import assets

FOLDER = assets.STATIC / "js"


@cache
def script_prefix() -> str:
    """The folder of the address; modules import each other by relative names within it."""
    digest = sha256()
    for path in sorted(FOLDER.rglob("*.js")):
        digest.update(path.relative_to(FOLDER).as_posix().encode() + path.read_bytes())
    return f"script/{digest.hexdigest()[:12]}/"


def script_address() -> str:
    """The address of the script that every page loads."""
    return f"/{script_prefix()}main.js"
