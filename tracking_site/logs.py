"""Logs as lines of JSON on standard error, with routes and codes but without URLs, numbers or keys."""

import logging
import sys

import structlog


def configure_logs(level: int = logging.INFO) -> None:
    """Configure logging for the process, and silence libraries that log whole URLs."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    for noisy in ("httpcore", "werkzeug", "flask-limiter"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
