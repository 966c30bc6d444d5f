"""After the whole suite: nothing that a passing test has had the site write holds a canary."""

import pytest

from tests.support.canaries import told_in

FOUND: dict[str, set[str]] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Searches what was written while a test ran; a failed one prints what it likes."""
    if report.outcome == "passed" and "/test_canaries.py" not in report.nodeid:
        told = told_in(report.capstdout + report.capstderr + report.caplog)
        if told:
            FOUND.setdefault(report.nodeid, set()).update(told)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fails the run where anything was found."""
    if FOUND and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says which test had something written that may stand nowhere."""
    for test, words in FOUND.items():
        terminalreporter.write_line(f"CANARY {test}: {', '.join(sorted(words))}", red=True)
