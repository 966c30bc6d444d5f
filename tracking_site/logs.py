"""Logs as lines of JSON on standard error, with routes and codes but without URLs, numbers or keys."""

import logging
import sys

import structlog

CLIENT_LOGGERS = ("httpcore", "httpx")
"""httpx logs whole addresses at INFO, httpcore logs headers at DEBUG."""

SERVER_LOGGERS = ("flask-limiter", "werkzeug")


def configure_logs(level: int = logging.INFO) -> None:
    """Configure the logs of the process; libraries that log whole addresses log errors only."""
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
    log_errors_only(*CLIENT_LOGGERS, *SERVER_LOGGERS)


def log_errors_only(*loggers: str) -> None:
    """Limit loggers to errors, whatever the level of the root logger."""
    for name in loggers:
        logging.getLogger(name).setLevel(logging.ERROR)
