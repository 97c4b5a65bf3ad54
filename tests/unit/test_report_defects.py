"""What `reproduce` and the command line do where something breaks: say so, keep what was there, end with a status."""

from __future__ import annotations

import os

import click
import pytest

from decision import Evidence, InvalidValue, Status, cli
from decision.catalog.load import entries
from decision.report import answers as module
from decision.report.answers import answers
from decision.report.reproduce import _swap


def cells():
    return [cell for entry in entries() for s in entry.statements for cell in s.cells]


def test_an_engine_that_breaks_shows_in_the_map_and_does_not_end_it(monkeypatch):
    def breaks(cell, *, time_limit):
        raise ZeroDivisionError("by accident")

    monkeypatch.setattr(module, "answer", breaks)
    (found,) = answers(cells()[:1], jobs=1)
    assert (found.status, found.evidence) == (Status.UNDECIDED, Evidence.NONE)
    assert "the engine broke: ZeroDivisionError: by accident" in found.reason


def test_a_mistake_in_a_problem_ends_it(monkeypatch):
    def refuses(cell, *, time_limit):
        raise InvalidValue("wrong")

    monkeypatch.setattr(module, "answer", refuses)
    with pytest.raises(InvalidValue, match="wrong"):
        list(answers(cells()[:1], jobs=1))


def test_both_sides_are_told_for_a_cell_about_one_law():
    about_one = [c for c in cells() if c.law is not None][:2]
    assert about_one
    for found in answers(about_one, jobs=1):
        assert found.missed == ""
        assert any(sign in found.numbers for sign in (" > ", " < ", " = "))


def test_the_old_result_stays_if_the_new_one_cannot_take_its_place(tmp_path, monkeypatch):
    new, output = tmp_path / "new", tmp_path / "result"
    new.mkdir()
    output.mkdir()
    (output / "map.json").write_text("old")
    rename = os.rename

    def fails(source, target):
        if source == new:
            raise PermissionError("no")
        rename(source, target)

    monkeypatch.setattr(os, "rename", fails)
    with pytest.raises(PermissionError):
        _swap(new, output)
    assert (output / "map.json").read_text() == "old"
    monkeypatch.setattr(os, "rename", rename)
    _swap(new, output)
    assert not (output / "map.json").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["result"]


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (InvalidValue("wrong"), 2, "wrong"),
        (click.ClickException("no such option"), 1, "no such option"),
        (click.Abort(), 130, ""),
        (KeyboardInterrupt(), 130, ""),
        (PermissionError(13, "Permission denied", "x.json"), 2, "x.json: Permission denied"),
        (OSError("odd"), 2, "file: "),
    ],
)
def test_the_command_line_ends_with_a_status_and_a_line(monkeypatch, capsys, error, status, said):
    def fails(*arguments, **options):
        raise error

    monkeypatch.setattr(cli.commands, "main", fails)
    with pytest.raises(SystemExit) as end:
        cli.main(["check"])
    assert end.value.code == status
    assert said in capsys.readouterr().err
