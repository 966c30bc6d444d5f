"""What each carrier's package registers: its endpoints, its state, its samples and its accounts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint

from tracking_site_sandbox.sample import Sample
from tracking_site_sandbox.state import CarrierState, Clock


def _no_hints(_address: str) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class CarrierSandbox:
    """The sandbox of one carrier."""

    title: str
    """The carrier's name, for people."""
    blueprint: Blueprint
    """The carrier's endpoints; calls are counted and faults are set by its name."""
    state: Callable[[Clock], CarrierState]
    samples: Callable[[datetime], Iterable[Sample]]
    """The sample shipments as they are at a given time."""
    paths: tuple[str, ...]
    """Where the carrier's APIs begin, below the sandbox's address."""
    environment: Callable[[str], Mapping[str, str]]
    """The environment variables with which `demo/tracking-site.toml` reaches this carrier, by the sandbox's address."""
    control: Blueprint | None = None
    """Routes below `/sandbox` with which tests and people steer this carrier."""
    hints: Callable[[str], Iterable[str]] = _no_hints
    """What else can be tried with this carrier in the demo, by the sandbox's address."""
