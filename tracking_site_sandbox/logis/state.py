"""The jobs of the Logis sandbox, and the recent calls of each API key."""

from collections import defaultdict, deque
from datetime import datetime

from tracking_site_sandbox.logis import jobs
from tracking_site_sandbox.logis.job_model import Job
from tracking_site_sandbox.state import CarrierState


class LogisState(CarrierState):
    """What the sandbox of Logis keeps between requests."""

    jobs: dict[str, Job]
    calls_by_key: defaultdict[str, deque[datetime]]

    def reset(self, start: datetime) -> None:
        self.jobs = {job.id: job for job in jobs.jobs(start)}
        self.calls_by_key = defaultdict(deque)
