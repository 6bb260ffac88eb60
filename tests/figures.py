"""Figures that tests measured, printed where everybody sees them: at the end of the output.

A test hands one over with ``record_property("figure", "what: how many")``.
"""

from __future__ import annotations


def pytest_terminal_summary(terminalreporter):
    passed = terminalreporter.getreports("passed")
    found = [
        f"{report.nodeid.partition('[')[2].rstrip(']')}: {value}".removeprefix(": ")
        for report in passed
        for name, value in report.user_properties
        if name == "figure"
    ]
    if found:
        terminalreporter.section("figures")
        for line in sorted(set(found), key=found.index):
            terminalreporter.line(line)
