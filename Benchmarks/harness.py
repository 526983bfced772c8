"""What every benchmark needs: cold processes, turns, goals and tables."""

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


ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("ORCH_")}


class Sample(NamedTuple):
    milliseconds: float
    peak: int  # bytes


def output_of(command: Sequence[str]) -> str:
    """Runs a command unmeasured; what it says on stderr is shown as it is."""
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
    """Runs a command once as a cold process; `cold` is what cold.c makes."""
    status, nanoseconds, kibibytes = map(int, output_of([str(cold), *command]).split())
    if status != 0:
        words = shlex.join([Path(command[0]).name, *command[1:]])
        raise Failure(f"wait status {status} of: {words}")
    return Sample(nanoseconds / 1e6, kibibytes * 1024)


def rotated(items: Sequence[str], turn: int) -> Iterable[str]:
    """Every item comes first in its turn, and every second turn goes backwards."""
    first = turn // 2 % len(items)
    order = [*items[first:], *items[:first]]
    return reversed(order) if turn % 2 else order


# --- Goals ----------------------------------------------------------------------------------------


def goal_at(goals: dict[int, float], rows: int) -> Optional[float]:
    sizes = [size for size in goals if size <= rows]
    return goals[max(sizes)] if sizes else None


@dataclass(frozen=True)
class Verdict:
    """One line of a table; `met` is None where there is no goal."""

    cells: tuple[str, ...]
    met: Optional[bool]

    def line(self) -> str:
        word = {None: "–", True: "yes", False: "**no**"}[self.met]
        return f"| {' | '.join([*self.cells, word])} |"


class Table(NamedTuple):
    title: str
    columns: tuple[str, ...]
    verdicts: list[Verdict]

    def text(self) -> str:
        names = [*self.columns, "met"]
        ruler = ["---:" if name not in ("command", "met") else "---" for name in names]
        lines = [f"| {' | '.join(names)} |", f"| {' | '.join(ruler)} |"]
        lines += (verdict.line() for verdict in self.verdicts)
        return "\n".join([f"## {self.title}", "", *lines, ""])
