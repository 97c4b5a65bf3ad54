"""Skips are allowed one by one, each with its reason."""

from __future__ import annotations

import pytest

from tests.quality.skips import EXPECTED_SKIPS, expected_skips, unexpected_skips


def test_the_list_can_be_read():
    expected_skips(EXPECTED_SKIPS.read_text(encoding="utf-8"))


def test_notes_and_empty_lines_are_passed_over():
    assert expected_skips("# note\n\na::b  # no coqc here\n") == {"a::b": "no coqc here"}


def test_a_skip_without_a_reason_is_refused():
    with pytest.raises(ValueError, match="reason"):
        expected_skips("a::b")


def test_only_listed_skips_are_expected():
    text = "a.py::exact[1]  # one case\nb.py::*  # all of them\n"
    assert unexpected_skips(["a.py::exact[1]", "b.py::any", "c.py::x"], text=text) == ["c.py::x"]
