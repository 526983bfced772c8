"""Compares how many claims with their ends `orch`, procrastinate and pgqueuer make in a second on one
PostgreSQL server, with eight workers in one process, and with one in each of eight processes."""

from __future__ import annotations

import shlex
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable, NamedTuple, Optional

from harness import HERE, Failure, Table, Verdict, output_of, rotated, unmeasured
from postgres import Server, loops

PROGRAMS = ("orch", "orch-postgres", "claimloop")  # of a release build
PACKAGES = ("procrastinate", "pgqueuer", "asyncpg", "psycopg[binary,pool]")
# A name, its package, and how many jobs it takes at once.
THEIRS = (
    ("procrastinate", "procrastinate", 1), ("pgqueuer, one by one", "pgqueuer", 1),
    ("pgqueuer, ten at once", "pgqueuer", 10),
)
WORKERS = 8
SECONDS = 5
JOBS = 60_000  # more than any of the others takes in this time
COLUMNS = ("program", "processes", "workers in each", "claims and ends a second")


class Contender(NamedTuple):
    """`fill` makes its rows anew; `rate` works on them and returns the rows a second."""

    fill: Callable[[], None]
    rate: Callable[[], float]


def virtual_environment(folder: Path) -> Path:
    """A Python in a new folder, with the packages from PyPI."""
    commands = (
        [sys.executable, "-m", "venv", str(folder)],
        [str(folder / "bin/python"), "-m", "pip", "install", "--quiet", *PACKAGES],
    )
    for command in commands:
        if subprocess.run(command, stdout=sys.stderr).returncode != 0:
            install = f"`pip install {shlex.join(PACKAGES)}` in the Python of `--python`"
            raise Failure(f"Missing: {', '.join(PACKAGES[:2])} ({install})")
    return folder / "bin/python"


def ours(binaries: Path, folder: Path, server: Server, processes: int) -> Contender:
    def fill() -> None:
        if not server.sql("SELECT to_regclass('queue_items')"):
            orch = str(binaries / "orch")
            output_of(["env", "-C", str(folder), orch, "init", "--quiet", "--db", server.address])
        server.fill()

    def rate() -> float:
        threads = WORKERS // processes
        return loops(binaries / "claimloop", server.address, processes, threads, SECONDS)[0]

    return Contender(fill, rate)


def theirs(python: Path, server: Server, tool: str, processes: int, batch: int) -> Contender:
    address = server.address.replace("/orch?", f"/{tool}?")
    ended = {
        "procrastinate": "SELECT count(*) FROM procrastinate_jobs WHERE status = 'succeeded'",
        "pgqueuer": "SELECT count(*) FROM pgqueuer_log WHERE status = 'successful'",
    }[tool]
    words = [str(python), str(HERE / "workers.py"), tool, address]

    def fill() -> None:
        if tool in server.sql("SELECT datname FROM pg_database").split():
            server.sql(f"DROP DATABASE {tool}")
        server.sql(f"CREATE DATABASE {tool}")
        output_of([*words, "fill", str(JOBS)])
        server.sql("ANALYZE", address)

    def rate() -> float:
        command = [*words, "work", str(WORKERS // processes), str(batch)]
        running = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
            for _ in range(processes)
        ]
        try:
            for process in running:
                process.stdout.readline()  # all are ready before the first begins
            for process in running:
                print(file=process.stdin, flush=True)
            start = time.monotonic()
            time.sleep(SECONDS)
            count, seconds = int(server.sql(ended, address)), time.monotonic() - start
        finally:
            for process in running:
                process.communicate()  # closes its input
        if any(process.returncode for process in running) or count in (0, JOBS):
            raise Failure(f"{tool} ended {count} of {JOBS} jobs")
        return count / seconds

    return Contender(fill, rate)


def versions(server: Server, python: Optional[Path]) -> str:
    found = [f"PostgreSQL {server.sql('SHOW server_version').split()[0]}"]
    if python:
        names = [name.split("[")[0] for name in PACKAGES]
        script = "import sys, importlib.metadata as it; print(*map(it.version, sys.argv[1:]))"
        numbers = output_of([str(python), "-c", script, *names]).split()
        found += [f"{name} {number}" for name, number in zip(names, numbers)]
    return ", ".join(found)


def contenders(
    binaries: Path, scratch: Path, server: Server, python: Optional[Path]
) -> dict[tuple[str, int], Contender]:
    """Those that are here, by name and number of processes."""
    field: dict[tuple[str, int], Contender] = {}
    if not missing(binaries):
        field |= {("orch", count): ours(binaries, scratch, server, count) for count in (1, WORKERS)}
    if python:
        field |= {
            (name, count): theirs(python, server, tool, count, batch)
            for name, tool, batch in THEIRS for count in (1, WORKERS)
        }
    return field


def missing(binaries: Path) -> list[str]:
    return [name for name in PROGRAMS if not (binaries / name).is_file()]


def take_turns(
    field: dict[tuple[str, int], Contender], rounds: int
) -> tuple[dict[tuple[str, int], float], list[str]]:
    """The medians of the rates, and the failures, whose contenders are left out."""
    rates: dict[tuple[str, int], list[float]] = {key: [] for key in field}
    failures = []
    for turn in range(rounds):
        for key in list(rotated(list(rates), turn)):
            try:
                field[key].fill()
                rates[key].append(field[key].rate())
            except (Failure, OSError, subprocess.CalledProcessError) as failure:
                failures.append(unmeasured(f"{key[0]} with processes: {key[1]}", failure))
                del rates[key]
    return {key: statistics.median(found) for key, found in rates.items()}, failures


def measure(binaries: Path, scratch: Path, python: Optional[Path], rounds: int) -> Table:
    """`python` has the packages; if it is None, they are installed into `scratch`."""
    scratch.mkdir()
    notes: list[str] = []
    if names := missing(binaries):
        build = f"ORCH_POSTGRES=1 automation/build.sh {' '.join(PROGRAMS)}"
        notes.append(f"Missing: {', '.join(names)} (`{build}`).")
    try:
        python = python or virtual_environment(scratch / "python")
    except Failure as failure:
        notes.append(f"{failure}.")
    field: dict[tuple[str, int], Contender] = {}
    rates: dict[tuple[str, int], float] = {}
    try:
        server = Server()
    except Failure as failure:
        notes.append(f"Missing: PostgreSQL (`apt-get install postgresql`), because {failure}.")
    else:
        try:
            field = contenders(binaries, scratch, server, python)
            rates, failures = take_turns(field, rounds)
            notes += [*failures, f"Versions: {versions(server, python)}."]
        finally:
            server.end()
    verdicts = []
    for name in ("orch", *(name for name, _, _ in THEIRS)):
        for processes in (1, WORKERS):
            key = (name, processes)
            rate = f"{rates[key]:.0f}" if key in rates else "–"
            met = False if key in field and key not in rates else None
            verdicts.append(Verdict((name, str(processes), str(WORKERS // processes), rate), met))
    return Table("Claims on a server, beside other tools", COLUMNS, verdicts, "\n".join(notes))
