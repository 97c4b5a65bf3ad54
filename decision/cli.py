"""The command line: `decision reproduce`, `decision check`, `decision catalog`, `decision decide`.

Exit status: 0 if all is well; 1 if a file is rejected, an expectation missed or a thesis undecided; 2 for a
mistake in the input; 130 after Ctrl-C.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from decision.errors import DecisionError

if TYPE_CHECKING:
    from decision.catalog.problem import Entry
    from decision.report.answers import Answer

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit status.

    Examples
    --------
    >>> try:
    ...     main(["catalog", "no/such"])
    ... except SystemExit as end:
    ...     print(end.code)
    2
    """
    try:
        status = commands.main(
            list(arguments) if arguments is not None else None, prog_name="decision", standalone_mode=False
        )
    except DecisionError as error:
        _complain(str(error))
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        _complain(f"{error.filename or 'file'}: {error.strerror or error}")
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)


def _complain(message: str) -> None:
    click.echo(f"decision: {' '.join(message.split())}", err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="decision-convergence", prog_name="decision")
def commands() -> None:
    """Decide under which assumptions about an agent's goals instrumental convergence holds, with certificates."""


@commands.command()
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build/reproduce"),
    show_default=True,
    help="Folder of the result.",
)
@click.option("--only", "only", multiple=True, metavar="ID", help="Only this entry, or all of author-year; repeatable.")
@click.option(
    "--jobs", type=click.IntRange(min=0), default=0, help="Worker processes; 0 (default) for one on each processor."
)
def reproduce(output: Path, only: tuple[str, ...], jobs: int) -> int:
    """Compute the convergence map of the catalogue, with every file checked.

    Prints the map, writes OUTPUT/index.html and one claim-and-certificate file for each cell, and fails if the
    checker rejects a file, an
    answer is not the expected one, or a cell stays open that should not.
    """
    from rich.console import Console

    from decision.report.reproduce import reproduce as run
    from decision.report.terminal import print_map

    chosen = _chosen(only)
    outcome = run(chosen, output, jobs=jobs, progress=sys.stderr.isatty())
    print_map(Console(), chosen, outcome.found)
    click.echo(
        f"{len(outcome.found)} cells; the checker accepted {outcome.checked} files; the page is {output / 'index.html'}"
    )
    return _failures(outcome.problems)


@commands.command()
@click.argument("files", nargs=-1, required=True, type=click.Path())
def check(files: tuple[str, ...]) -> int:
    """Hand claim-and-certificate FILES to the independent checker.

    The same as python -m decision.checker FILE...
    """
    from decision.checker.__main__ import main as run

    return run(files)


@commands.command()
@click.argument("id", required=False)
def catalog(id: str | None) -> None:
    """List the catalogue, or show the entry ID with its theses and expected answers."""
    from decision.catalog.load import entries, entry

    if id is not None:
        _show(entry(id))
        return
    width = max(len(e.id) for e in entries())
    for paradigm in dict.fromkeys(e.paradigm for e in entries()):
        click.echo(paradigm)
        for e in entries():
            if e.paradigm == paradigm:
                click.echo(f"  {e.id:{width}}  {len(e.cells):2} cells  {e.title}")


@commands.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=60,
    show_default=True,
    help="Seconds for each inequality.",
)
@click.option(
    "--save",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write claim-and-certificate files into this folder.",
)
def decide(file: Path, time_limit: float, folder: Path | None) -> int:
    r"""Decide the theses of a TOML FILE.

    \b
    [menus.menu]
    sure = { a = 1 }
    coin = { b = "1/2", c = "1/2" }
    [[theses]]
    thesis = "Pr(menu.best('sure')) >= '1/2'"
    [[theses.cells]]
    given = ["ReflectionSymmetric()"]

    Theses and assumptions are written as in Python; the files of the catalogue are examples. `expect =
    "HOLDS"` in a cell makes any other
    answer an error.
    """
    from decision.catalog.load import read_file
    from decision.files import write_atomically
    from decision.report.answers import answer
    from decision.verdict import Status

    listed = read_file(file)
    for cell in listed.cells:
        cell.check()
    problems: list[str] = []
    for k, cell in enumerate(listed.cells):
        found = answer(cell, time_limit=time_limit)
        click.echo(("\n" if k else "") + f"given {cell.label}\n{found.explanation}\n({_grade(found)})")
        if found.missed or found.status is Status.UNDECIDED:
            problems.append(f"{cell.id}: {found.missed or 'undecided'}")
        if folder is not None and found.document:
            folder.mkdir(parents=True, exist_ok=True)
            name = "-".join(cell.id.split("/")[-2:])
            click.echo(f"saved as {write_atomically(folder / f'{name}.json', found.document)}")
    return _failures(problems)


def _chosen(only: Sequence[str]) -> "tuple[Entry, ...]":
    from decision.catalog.load import entries, entry

    if not only:
        return entries()
    wanted = {e.id for part in only for e in entries() if e.id.startswith(f"{part.strip('/')}/")}
    wanted |= {entry(part).id for part in only if not any(e.id.startswith(f"{part.strip('/')}/") for e in entries())}
    return tuple(e for e in entries() if e.id in wanted)


def _failures(problems: Sequence[str]) -> int:
    for line in problems:
        click.echo(line, err=True)
    return 1 if problems else 0


def _grade(found: "Answer") -> str:
    from decision.report.terminal import verdict_words

    return verdict_words(found)


def _show(entry: "Entry") -> None:
    click.echo(f"{entry.title} [{entry.id}]\n{entry.paradigm}; source: {entry.source}\n{entry.claims}")
    for name, tree in entry.problem.planned.items():
        click.echo(f"\n{name}\n{tree}")
    for statement in entry.statements:
        click.echo(f"\n{statement.says}\n  {statement.cells[0].thesis}")
        for cell in statement.cells:
            expected = cell.expect.value if cell.expect else "?"
            click.echo(f"    {expected:9}  {cell.label}\n               {cell.provenance}")


if __name__ == "__main__":
    main()
