"""Faults: slow or wrong responses that tests have the sandbox give."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """How the endpoints whose names begin with `carrier` respond until the next reset.

    `delay` is in seconds. With a status or a body the response is the fault's, otherwise the carrier's own.
    """

    carrier: str
    delay: float = 0
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None

    def applies_to(self, endpoint: str) -> bool:
        """Tell whether an endpoint is the faulty one, or belongs to the faulty carrier."""
        return f"{endpoint}.".startswith(f"{self.carrier}.")

    @property
    def has_response(self) -> bool:
        """Whether the fault has a response of its own, and does not only delay the carrier's."""
        return self.status is not None or self.body is not None


def parse_fault(fields: dict[str, object]) -> Fault:
    """Return the fault of a JSON object; raise `TypeError` or `ValueError` for an unknown or a wrong field."""
    fault = Fault(**fields)  # type: ignore[arg-type]  # The types are checked next.
    checks = {
        "delay": isinstance(fault.delay, int | float) and fault.delay >= 0,
        "status": fault.status is None or (isinstance(fault.status, int) and 200 <= fault.status <= 599),
        "headers": isinstance(fault.headers, dict) and all(isinstance(value, str) for value in fault.headers.values()),
        "body": fault.body is None or isinstance(fault.body, str),
    }
    wrong = [name for name, valid in checks.items() if not valid]
    if wrong:
        raise ValueError(f"not understood: {', '.join(wrong)}")
    return fault
