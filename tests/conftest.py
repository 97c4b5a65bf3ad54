"""What every test shares: how hypothesis searches, and which skips are allowed."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from tests.quality.skips import EXPECTED_SKIPS, unexpected_skips

# No deadline: exact arithmetic has a long tail. CI derandomises, so a red run is red again; elsewhere each run
# searches afresh.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--no-unexpected-skips",
        action="store_true",
        help=f"fail when a test is skipped that {EXPECTED_SKIPS.name} does not list, or when no test passes",
    )


def _unexpected(terminal: pytest.TerminalReporter) -> list[str]:
    return unexpected_skips({report.nodeid for report in terminal.stats.get("skipped", [])})


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if terminal is None or hasattr(session.config, "workerinput") or exitstatus != pytest.ExitCode.OK:
        return
    if not session.config.getoption("--no-unexpected-skips") or session.config.getoption("collectonly"):
        return
    if _unexpected(terminal) or not terminal.stats.get("passed"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if not config.getoption("--no-unexpected-skips"):
        return
    for node in _unexpected(terminalreporter):
        terminalreporter.write_line(f"UNEXPECTED SKIP {node} (allow it in {EXPECTED_SKIPS.name}, with a reason)")
    if not terminalreporter.stats.get("passed"):
        terminalreporter.write_line("NO TEST PASSED")
