"""The registered sandboxes, and what all of them offer to the demo, the command line and the tests."""

from importlib import import_module

from tracking_site_sandbox.carrier_sandbox import CarrierSandbox

PACKAGES = (
    "logis",
    "leaps",
    "loginext",
)
"""The packages of the carriers; each has a `SANDBOX`."""

SANDBOXES: tuple[CarrierSandbox, ...] = tuple(import_module(f"{__package__}.{name}").SANDBOX for name in PACKAGES)


def addresses(sandbox: str) -> tuple[str, ...]:
    """Return a line for each carrier: its name, and the addresses of its APIs at a running sandbox."""
    return tuple(f"{each.title:<9} {' and '.join(f'{sandbox}{path}' for path in each.paths)}" for each in SANDBOXES)


def environment(sandbox: str) -> dict[str, str]:
    """Return the environment variables of the demo's accounts, with the carriers at a running sandbox."""
    return {name: value for each in SANDBOXES for name, value in each.environment(sandbox).items()}


def hints(sandbox: str) -> tuple[str, ...]:
    """Return what else can be tried at a running sandbox, for the demo to print."""
    return tuple(hint for each in SANDBOXES for hint in each.hints(sandbox))
