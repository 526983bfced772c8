"""The common part of all benchmarks: cold processes, turns, goals and tables."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Iterable, NamedTuple, Optional, Sequence


HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


class Failure(Exception):
    """Something could not be measured; the message says what and why."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def unmeasured(what: str, failure: Exception) -> str:
    """Shows a failure at once, and returns the note for it."""
    say(f"ERROR: {failure}")
    return f"{what} could not be measured: {failure}."


ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("ORCH_")}


class Sample(NamedTuple):
    milliseconds: float
    peak: int  # bytes


def output_of(command: Sequence[str]) -> str:
    """Runs a command without measuring it; its stderr is shown as it is."""
    result = subprocess.run(command, env=ENVIRONMENT, stdout=subprocess.PIPE, encoding="utf-8")
    if result.returncode != 0:
        raise Failure(f"exit status {result.returncode} of: {shlex.join(command)}")
    return result.stdout


def compiled(folder: Path, name: str, *flags: str) -> Path:
    """Compiles a C program of this folder."""
    program = folder / name
    output_of(["cc", "-O2", "-o", str(program), str(HERE / f"{name}.c"), *flags])
    return program


def built_binaries(*programs: str) -> Path:
    """The folder that the last line of the build script names."""
    script = ROOT / "automation" / "build.sh"
    if not script.is_file():
        raise Failure("no automation/build.sh (name the folder of orch with --bin)")
    return ROOT / output_of([str(script), *programs]).rstrip().split("\n")[-1]


def quarter(values: Sequence[float]) -> float:
    """The first quartile."""
    return quantiles(values, n=4)[0]


def measured(cold: Path, command: Sequence[str]) -> Sample:
    """Runs a command once as a cold process; `cold` is the program of cold.c."""
    status, nanoseconds, kibibytes = map(int, output_of([str(cold), *command]).split())
    if status != 0:
        words = shlex.join([Path(command[0]).name, *command[1:]])
        raise Failure(f"wait status {status} of: {words}")
    return Sample(nanoseconds / 1e6, kibibytes * 1024)


def rotated(items: Sequence[str], turn: int) -> Iterable[str]:
    """An order of the items for each turn: each item is first in some turn, and every second turn is
    reversed."""
    first = turn // 2 % max(1, len(items))
    order = [*items[first:], *items[:first]]
    return reversed(order) if turn % 2 else order


# --- Goals ----------------------------------------------------------------------------------------


def goal_at(goals: dict[int, float], rows: int) -> Optional[float]:
    sizes = [size for size in goals if size <= rows]
    return goals[max(sizes)] if sizes else None


@dataclass(frozen=True)
class Verdict:
    """One line of a table; `met` is None if there is no goal."""

    cells: tuple[str, ...]
    met: Optional[bool]

    @property
    def word(self) -> str:
        return {None: "–", True: "yes", False: "**no**"}[self.met]


class Table(NamedTuple):
    title: str
    columns: tuple[str, ...]
    verdicts: list[Verdict]
    note: str = ""

    def text(self) -> str:
        has_goals = any(verdict.met is not None for verdict in self.verdicts)
        names = [*self.columns, "met"] if has_goals else self.columns
        ruler = ["---:" if name not in ("command", "program", "met") else "---" for name in names]
        rows = [[*verdict.cells, *([verdict.word] if has_goals else [])] for verdict in self.verdicts]
        lines = [f"| {' | '.join(cells)} |" for cells in (names, ruler, *rows)]
        return "\n".join([f"## {self.title}", "", *lines, "", *([self.note, ""] if self.note else [])])
