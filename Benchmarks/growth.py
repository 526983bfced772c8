"""Costs that grow with the queue and its journal: old copies, figures, searches, JSON, checks."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import Callable, Optional

import journal
from harness import Verdict, compiled, measured, output_of, quarter, say
from sample import generate

# Rows of the table, entries of its journal, changes that the old copy lacks, whether all changes
# are of five rows.
OLD_COPIES = (
    (1_000, 6_000, 250, True, 500), (1_000, 6_000, 500, True, 700),
    (1_000, 16_000, 500, True, 700), (1_000, 50_000, 300, True, 500),
    (1_000, 50_000, 300, False, 700),
)
READ_AGAIN, TYPED = 3.0, 3.0  # times a list of the same table
FIGURES = 150  # milliseconds, at a journal of 50,000
# At 10,000 rows, times a list.
COMMANDS = {
    "orch list --search export": 3.0, "orch list --search 한글": 3.0, "orch list --json": 8.0,
    "orch fmt --check": 12.0, "orch lint": 8.0, "ops why": 8.0, "ops verify": 6.0,
}
JSON_ROWS, JSON_TIMES, JSON_MEGABYTES = 100_000, 11.0, 100  # of `orch list --json`
# The costs in 0.7.0, before most of them were measured.
BEFORE = """\
In 0.7.0, each look at an old copy took 1.1 to 3.3 s if the copy lacked 250 of 6,000 changes, 7.6 s for 500 of 6,000, 29 s
for 500 of 16,000 and 71 s for 300 of 50,000, and each further look took as long. A list after a typed word took 11 times a
list at 10,000 rows. At a journal of 50,000 changes `kpi` took 1,431 ms, `metrics` 1,444, `health` 809, `undo ID` 265,
`history ID` 44 and `verify` 747. A search took 12 to 17 times a list, JSON 13 times, and JSON of 100,000 rows 18 times and
216 MB. `fmt --check` took 24 to 41 times a list, `lint` and `verify` 7 to 9 times, and `why` 7 to 10 times. A row began
51 ms after it was added; a short row took 16 ms, or 43 ms as the last of 10,000.
"""
COLUMNS = ("what", "ms", "beside", "its ms", "ratio", "goal")


class Bench:
    def __init__(self, folder: Path, scratch: Path, runs: int) -> None:
        self.bin, self.scratch, self.runs = folder, scratch, runs
        self.cold = compiled(scratch, "cold")
        self.verdicts: list[Verdict] = []

    def words(self, line: str, home: Path) -> list[str]:
        program, *words = line.split()
        return [str(self.bin / program), *words, "--queue", str(home / "QUEUE.md")]

    def once(self, line: str, home: Path) -> float:
        """Milliseconds; a status that reports a finding counts as success."""
        shell = ["/bin/sh", "-c", '"$@" > /dev/null 2>&1; [ $? -lt 64 ]', "sh"]
        return measured(self.cold, [*shell, *self.words(line, home)]).milliseconds

    def time(self, line: str, home: Path, ready: Optional[Callable[[], None]] = None) -> float:
        """The first quartile."""
        times = []
        for run in range(self.runs + 1):
            if ready:
                ready()
            found = self.once(line, home)
            times += [found] if run else []
        return quarter(times)

    def beside_list(self, line: str, home: Path) -> tuple[float, float]:
        """The first quartiles of a command and of the list, which take turns."""
        times = [(self.once(line, home), self.once("orch list", home)) for _ in range(self.runs + 1)]
        found, clean = zip(*times[1:])
        return quarter(found), quarter(clean)

    def add(self, what: str, found: float, beside: str, its: float, *, times=None, ms=None) -> None:
        ratio = found / its
        goal = f"≤ {times:.0f} ×" if times else f"≤ {ms} ms" if ms else "–"
        met = ratio <= times if times else found <= ms if ms else None
        cells = (what, f"{found:.1f}", beside, f"{its:.1f}", f"{ratio:.2f}", goal)
        self.verdicts.append(Verdict(cells, met))
        say(" | ".join(cells))


def save(home: Path, text: bytes) -> None:
    """Types a word into a copy, and saves it as an editor does, with an older time."""
    place = text.index(b"| ORCH-009 |")
    end = text.index(b"\n", place)
    cells = text[place:end].split(b" | ")
    cells[4] = b"typed"
    (home / "QUEUE.md").write_bytes(text[:place] + b" | ".join(cells) + text[end:])
    then = time.time() - 10
    os.utime(home / "QUEUE.md", (then, then))


def old_copies(bench: Bench) -> None:
    for rows, entries, lacking, hot, goal in OLD_COPIES:
        home = bench.scratch / f"{rows}-{entries}-{lacking}-{hot}"
        journal.write(home, rows, entries, lacking, hot)
        clean = bench.time("orch list", home)
        kept, sidecar = bench.scratch / "kept", home / ".orch"

        def ready() -> None:
            """Makes the save that no command has found yet."""
            if kept.exists():
                shutil.rmtree(sidecar)
                shutil.copytree(kept, sidecar)
            save(home, (home / "old.md").read_bytes())

        shutil.copytree(sidecar, kept)
        what = f"{lacking} of {entries:,} lacking{'' if hot else ', many rows'}"
        bench.add(f"{what}: list", bench.time("orch list", home, ready), "list", clean, ms=goal)
        change = bench.time("orch add x --criteria y --quiet", home, ready)
        bench.add(f"{what}: add", change, "list", clean, ms=goal)
        ready()
        bench.add(f"{what}: list again", bench.time("orch list", home), "list", clean, times=READ_AGAIN)
        shutil.rmtree(kept)
        if entries == 50_000 and not hot:
            shutil.copy(home / "old.md", home / "QUEUE.md")
            figures(bench, home, clean)
        shutil.rmtree(home)


def figures(bench: Bench, home: Path, clean: float) -> None:
    output_of([str(bench.bin / "orch"), "add", "x", "--quiet", "--queue", str(home / "QUEUE.md")])
    for line in (
        "ops kpi", "ops metrics", "ops health", "orch undo ORCH-009", "orch history ORCH-009",
        "orch history --limit 50",
    ):
        bench.add(f"{line}, journal of 50,000", bench.time(line, home), "list", clean, ms=FIGURES)


def large_table(bench: Bench) -> None:
    home = bench.scratch / "large"
    home.mkdir()
    (home / "QUEUE.md").write_bytes(generate(10_000))
    output_of(bench.words("orch pick --quiet", home))
    clean = bench.time("orch list", home)
    for line, goal in COMMANDS.items():
        found, beside = bench.beside_list(line, home)
        bench.add(f"{line}, 10,000 rows", found, "list", beside, times=goal)
    save(home, (home / "QUEUE.md").read_bytes())
    bench.add("a word typed: list", bench.time("orch list", home), "list", clean, times=TYPED)


def huge_table(bench: Bench) -> None:
    """`list --json` of many rows; its memory must not grow with the number of rows."""
    home = bench.scratch / "huge"
    home.mkdir()
    (home / "QUEUE.md").write_bytes(generate(JSON_ROWS))
    output_of(bench.words("orch pick --quiet", home))
    what = f"orch list --json, {JSON_ROWS:,} rows"
    found, clean = bench.beside_list("orch list --json", home)
    bench.add(what, found, "list", clean, times=JSON_TIMES)
    sample = measured(bench.cold, bench.words("orch list --json", home))
    peak = sample.peak / 1e6
    cells = (f"{what}: peak memory", f"{peak:.0f} MB", "–", "–", "–", f"≤ {JSON_MEGABYTES} MB")
    bench.verdicts.append(Verdict(cells, peak <= JSON_MEGABYTES))
    say(" | ".join(cells))
    shutil.rmtree(home)


def measure(binaries: Path, scratch: Path, runs: int) -> list[Verdict]:
    scratch.mkdir()
    bench = Bench(binaries, scratch, runs)
    large_table(bench)
    huge_table(bench)
    old_copies(bench)
    return bench.verdicts
