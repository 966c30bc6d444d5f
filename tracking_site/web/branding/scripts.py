"""The address of the site's scripts: a folder named after a digest of their content, so that caches are never stale."""

from functools import cache
from hashlib import sha256

from tracking_site import assets

FOLDER = assets.STATIC / "js"


@cache
def script_prefix() -> str:
    """Return the folder in the address; modules import each other by relative names within it."""
    digest = sha256()
    for path in sorted(FOLDER.rglob("*.js")):
        digest.update(path.relative_to(FOLDER).as_posix().encode() + path.read_bytes())
    return f"script/{digest.hexdigest()[:12]}/"


def script_address() -> str:
    """Return the address of the script that every page loads."""
    return f"/{script_prefix()}main.js"
