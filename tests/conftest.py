"""The order of the suite, and a check after it: the output of passing tests contains no canary."""

import pytest

from tests.support.canaries import canaries_in

FOUND: dict[str, set[str]] = {}
SLOWEST = ("test_states.py", "test_screenshots.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the slowest files first, so that no worker waits for one of them at the end."""
    items.sort(key=lambda item: item.path.name not in SLOWEST)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Search the output of a passed test; a failed test may print anything."""
    if report.outcome == "passed" and "/test_canaries.py" not in report.nodeid:
        content = canaries_in(report.capstdout + report.capstderr + report.caplog)
        if content:
            FOUND.setdefault(report.nodeid, set()).update(content)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run where a canary was found."""
    if FOUND and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the tests whose output contains a canary."""
    for test, words in FOUND.items():
        terminalreporter.write_line(f"CANARY {test}: {', '.join(sorted(words))}", red=True)
