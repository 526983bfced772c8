"""What the loop that runs by itself costs: a tick with nothing to do; the time from a tick to its
worker, and from an added row to its worker under a daemon; forty rows of a second and a hundred
short rows on four workers; and a session's pick.

README.md explains the measures.
"""

from __future__ import annotations

import hashlib
import json
import resource
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Iterator

import journal
from harness import (
    ENVIRONMENT, Failure, Verdict, compiled, measured, output_of, quarter,
    rotated,
)
from sample import generate

IDLE_GOAL = 1.5  # times a list
START_GOAL = 15.0  # milliseconds
ADDED_GOAL = 40.0  # milliseconds
PLAY_ROWS, PLAY_WORKERS, PLAY_GOAL = 40, 4, 12.0  # seconds; 10 without the cost of orch
SHORT_ROWS, SHORT_GOAL = 100, 60.0  # milliseconds a row
PICK_GOAL = 1.1  # times the older program's
ROWS = 10_000
COLUMNS = ("command", "ms", "against", "ratio", "goal")

Programs = dict[str, Path]  # `orch` under "", an older `orch` under BEFORE
BEFORE = ", before"


def verdict(program: str, cells: tuple[str, ...], goal: str, met: bool) -> Verdict:
    """A line; only the new program has goals."""
    return Verdict((*cells, "–"), None) if program == BEFORE else Verdict((*cells, goal), met)


def settings(program: str, argv: list[str], **profile: str) -> dict:
    """A worker of kind `report`: the last of three routes, or `spawn` for older programs."""
    if program == BEFORE:
        return {"spawn": {"kind": "worker", "argv": argv, "timeout_seconds": 60}}
    worker = {"adapter": "report", "argv": argv, "timeout": "1m", **profile}
    return {
        "workers": {"notes": worker, "tests": worker | {"adapter": "command"}, "last": worker},
        "routes": [
            {"id": "DOC-*", "worker": "notes"}, {"words": ["no such word"], "worker": "tests"},
            {"worker": "last"},
        ],
    }


def home(folder: Path, orch: Path, values: dict, table: bytes = b"") -> Path:
    """Makes a folder whose workers may start. An existing queue is kept.

    - Returns: its queue.
    """
    folder.mkdir(parents=True, exist_ok=True)
    queue = folder / "QUEUE.md"
    if table:
        queue.write_bytes(table)
    elif not queue.exists():
        output_of([str(orch), "init", "--path", str(folder)])
    (folder / "orch.json").write_text(json.dumps(values))
    output_of([str(orch), "trust", "--yes", "--queue", str(queue)])
    return queue


# --- A tick with nothing to do --------------------------------------------------------------------


NOTHING, BUSY, FULL = "nothing waits", "all workers are busy", "the rows' worker is busy"


def table(state: str) -> bytes:
    """The sample queue, in which most rows wait, or the same queue with all rows DONE."""
    text = generate(ROWS)
    if state == NOTHING:
        return text.replace(b"| PENDING |", b"| DONE |").replace(b"| IN_PROGRESS |", b"| DONE |")
    return text


def idle(cold: Path, programs: Programs, scratch: Path, runs: int) -> list[Verdict]:
    verdicts = []
    for state, limit in ((NOTHING, "3"), (BUSY, "1"), (FULL, "3")):
        commands = {}
        for program, orch in programs.items():
            if state == FULL and program == BEFORE:
                continue  # its workers have no limits of their own
            values = settings(program, ["/bin/true"])
            if state == FULL:
                values["workers"]["last"] = {"adapter": "openclaw", "argv": ["/bin/true"], "max": 1}
            folder = scratch / f"{state}{program}".replace(" ", "-")
            queue = home(folder, orch, values, table(state))
            words = ["--quiet", "--queue", str(queue)]
            commands[f"list{program}"] = [str(orch), "list", *words]
            commands[f"tick{program}"] = [str(orch), "tick", *words, "--max-workers", limit]
            if state == BUSY:
                output_of([str(orch), "pick", "--owner-session", "bench", *words])
            # Takes back an old claim, then hands a row over, and makes the sidecar.
            for _ in range(2):
                output_of(commands[f"tick{program}"])
                time.sleep(0.5)  # for a supervisor
        times = turns(cold, commands, runs)
        for program in programs:
            if f"tick{program}" not in times:
                continue
            tick, other = quarter(times[f"tick{program}"]), quarter(times[f"list{program}"])
            ratio = tick / other
            cells = (
                f"`tick`, {state}{program}", f"{tick:.2f}", f"`list` {other:.2f}", f"{ratio:.2f}")
            verdicts.append(verdict(program, cells, f"≤ {IDLE_GOAL}", ratio <= IDLE_GOAL))
    return verdicts


def turns(cold: Path, commands: dict[str, list[str]], runs: int) -> dict[str, list[float]]:
    """The milliseconds of commands that take turns."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs):
        for name in rotated(list(commands), turn):
            times[name].append(measured(cold, commands[name]).milliseconds)
    return times


def unchanged(orch: Path, scratch: Path, count: int) -> Verdict:
    """Runs many ticks that have nothing to do, and checks that the queue is the same afterwards."""
    queue = scratch / NOTHING.replace(" ", "-") / "QUEUE.md"
    before = hashlib.sha256(queue.read_bytes()).digest(), queue.stat().st_ino
    tick = [str(orch), "tick", "--no-log", "--queue", str(queue)]
    start = time.monotonic()
    for _ in range(count):
        if output_of(tick) != "NOOP\n":
            raise Failure("a tick that should have nothing to do did something")
    each = (time.monotonic() - start) * 1000 / count
    same = before == (hashlib.sha256(queue.read_bytes()).digest(), queue.stat().st_ino)
    cells = (f"{count} idle ticks", f"{each:.2f}", "–", "same bytes" if same else "changed")
    return Verdict((*cells, "same bytes"), same)


# --- From a tick to its worker --------------------------------------------------------------------


ADD = ["add", "--priority", "P1", "--task", "t", "--success-criteria", "the clock was read"]


def first_instruction(orch: Path, queue: Path, mark: Path, record: bool) -> float:
    """Milliseconds from before a tick is started until its worker reads the clock."""
    added = output_of([str(orch), *ADD, "--queue", str(queue)]).split()[1]
    mark.unlink(missing_ok=True)
    start = time.clock_gettime_ns(time.CLOCK_MONOTONIC)
    output_of([str(orch), "tick", "--queue", str(queue)])
    await_end(queue, mark)
    if record and not any((queue.parent / ".orch/attempts" / added).glob("*/task.json")):
        raise Failure(f"{added} has no attempt record")
    return (int(mark.read_text()) - start) / 1e6


def await_end(queue: Path, mark: Path) -> None:
    """Waits until a worker has written its mark, and its supervisor has ended."""
    workers, end = queue.parent / ".orch/workers", time.monotonic() + 10
    while not mark.exists() or any(workers.glob("*.json")):
        if time.monotonic() > end:
            raise Failure("a worker did not end within ten seconds")
        time.sleep(0.002)


def started(cold: Path, programs: Programs, scratch: Path, runs: int) -> list[Verdict]:
    first = scratch / "first"
    queues = {}
    for program, orch in programs.items():
        folder = scratch / f"start{program}".replace(" ", "-")
        values = settings(program, [str(first), str(folder / "mark")], min_version="1.2")
        queues[program] = home(folder, orch, values)
    starts: dict[str, list[float]] = {program: [] for program in programs}
    processes: dict[str, list[float]] = {program: [] for program in programs}
    for turn in range(runs):
        for program in rotated(list(programs), turn):
            orch, queue = programs[program], queues[program]
            mark = queue.parent / "mark"
            starts[program].append(first_instruction(orch, queue, mark, program != BEFORE))
            processes[program].append(measured(cold, [str(orch), "--version"]).milliseconds)
    verdicts = []
    for program in programs:
        start, two = quarter(starts[program]), 2 * quarter(processes[program])
        cells = (
            f"from a tick to its worker{program}", f"{start:.2f}", f"two starts {two:.2f}",
            f"{start / two:.2f}")
        verdicts.append(verdict(program, cells, f"≤ {START_GOAL:.0f} ms", start <= START_GOAL))
    return verdicts


# --- From an added row to its worker -------------------------------------------------------------


@contextmanager
def daemon(orch: Path, queue: Path) -> Iterator[None]:
    """A daemon that waits for a change."""
    process = subprocess.Popen(
        [str(orch), "daemon", "--queue", str(queue)], env=ENVIRONMENT, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT)
    try:
        process.stdout.readline()  # the daemon prints that it has begun
        time.sleep(0.5)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)


def added(programs: Programs, scratch: Path, runs: int) -> list[Verdict]:
    """From before `orch add` is started until the worker of its row reads the clock."""
    verdicts = []
    for program, orch in programs.items():
        folder = scratch / f"added{program}".replace(" ", "-")
        mark = folder / "mark"
        values = settings(program, [str(scratch / "first"), str(mark)], min_version="1.2")
        queue = home(folder, orch, values)
        times = []
        with daemon(orch, queue):
            for _ in range(runs):
                mark.unlink(missing_ok=True)
                start = time.clock_gettime_ns(time.CLOCK_MONOTONIC)
                output_of([str(orch), *ADD, "--queue", str(queue)])
                await_end(queue, mark)
                times.append((int(mark.read_text()) - start) / 1e6)
                time.sleep(0.3)  # for the daemon's last tick
        each = quarter(times)
        cells = (
            f"from `add` to its worker, daemon{program}", f"{each:.2f}",
            f"median {median(times):.2f}", "–")
        verdicts.append(verdict(program, cells, f"≤ {ADDED_GOAL:.0f} ms", each <= ADDED_GOAL))
    return verdicts


# --- Forty rows -----------------------------------------------------------------------------------

SECOND = """#!/bin/sh
sleep 1
printf '[REPORT %s]\\nStatus: DONE\\nCriteria:\\n1. met: slept for one second\\n' "$ORCH_ITEM_ID"
"""


def play(programs: Programs, scratch: Path) -> list[Verdict]:
    """A daemon works through rows that take a second each."""
    worker = scratch / "second"
    worker.write_text(SECOND)
    worker.chmod(0o755)
    ideal = PLAY_ROWS / PLAY_WORKERS
    verdicts = []
    for program, orch in programs.items():
        folder = scratch / f"play{program}".replace(" ", "-")
        queue = ["--queue", str(home(folder, orch, settings(program, [str(worker)])))]
        add = [str(orch), "add", "--priority", "P1", "--success-criteria", "it slept", *queue]
        for number in range(PLAY_ROWS):
            output_of([*add, "--task", f"Sleep {number}"])
        limits = ["--max-workers", str(PLAY_WORKERS), "--parallel", str(PLAY_WORKERS)]
        start = time.monotonic()
        output_of([str(orch), "daemon", "--until-idle", *limits, *queue])
        seconds = time.monotonic() - start
        done = output_of([str(orch), "list", "--status", "DONE", *queue]).count("\n")
        if done != PLAY_ROWS:
            raise Failure(f"{done} of {PLAY_ROWS} rows are DONE")
        cells = (
            f"{PLAY_ROWS} rows of 1 s, {PLAY_WORKERS} workers{program}", f"{seconds * 1000:.0f}",
            f"no loop {ideal * 1000:.0f}", f"{seconds / ideal:.2f}")
        verdicts.append(verdict(program, cells, f"≤ {PLAY_GOAL:.0f} s", seconds <= PLAY_GOAL))
    return verdicts


SHORT = SECOND.replace("sleep 1\n", "").replace("slept for one second", "ran")


def short(programs: Programs, scratch: Path) -> list[Verdict]:
    """Rows of a short script, in a queue of their own, and in a queue in which many other rows were
    worked before, with the history of these rows."""
    worker = scratch / "short"
    worker.write_text(SHORT)
    worker.chmod(0o755)
    verdicts = []
    for rows in (SHORT_ROWS, ROWS):
        for program, orch in programs.items():
            folder = scratch / f"short-{rows}{program}".replace(" ", "-")
            others = rows - SHORT_ROWS
            if others > 0:
                folder.mkdir()
                # Each row is picked, then done.
                journal.write(folder, others, 2 * others, lacking=0, hot=False)
            queue = ["--queue", str(home(folder, orch, settings(program, [str(worker)])))]
            before = output_of([str(orch), "list", "--status", "DONE", *queue]).count("\n")
            add = [str(orch), "add", "--priority", "P1", "--success-criteria", "it ran", *queue]
            for number in range(SHORT_ROWS):
                output_of([*add, "--task", f"Run {number}"])
            limits = ["--max-workers", str(PLAY_WORKERS), "--parallel", str(PLAY_WORKERS)]
            used, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
            output_of([str(orch), "daemon", "--until-idle", *limits, *queue])
            each = (time.monotonic() - start) * 1000 / SHORT_ROWS
            now = resource.getrusage(resource.RUSAGE_CHILDREN)
            seconds = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
            done = output_of([str(orch), "list", "--status", "DONE", *queue]).count("\n")
            if done != before + SHORT_ROWS:
                raise Failure(f"{done - before} of {SHORT_ROWS} rows are DONE")
            cells = (
                f"a short row, {rows:,} rows, {PLAY_WORKERS} workers{program}", f"{each:.2f}",
                f"processor {seconds * 1000 / SHORT_ROWS:.2f}", "–")
            verdicts.append(verdict(program, cells, f"≤ {SHORT_GOAL:.0f} ms", each <= SHORT_GOAL))
    return verdicts


# --- A session's pick -----------------------------------------------------------------------------


def picked(cold: Path, programs: Programs, scratch: Path, runs: int) -> list[Verdict]:
    """A pick in a folder without settings, and in one with workers, compared with an older `orch`."""
    if BEFORE not in programs:
        return [Verdict(("`pick`", "–", "name an older one with --before", "–", "–"), None)]
    verdicts = []
    for rows in (10, 1_000, ROWS):
        for kind in ("no settings", "workers"):
            commands = {}
            for program, orch in programs.items():
                folder = scratch / f"pick-{rows}-{kind}{program}".replace(" ", "-")
                values = settings(program, ["/bin/true"]) if kind == "workers" else {}
                queue = home(folder, orch, values, generate(rows))
                commands[program] = [
                    str(orch), "pick", "--owner-session", "picker", "--quiet", "--queue", str(queue)]
                output_of(commands[program])  # makes the sidecar
                release(commands[program])
            times: dict[str, list[float]] = {program: [] for program in programs}
            for turn in range(runs):
                for program in rotated(list(programs), turn):
                    times[program].append(measured(cold, commands[program]).milliseconds)
                    release(commands[program])
            now, before = quarter(times[""]), quarter(times[BEFORE])
            cells = (
                f"`pick`, {rows:,} rows, {kind}", f"{now:.2f}", f"before {before:.2f}",
                f"{now / before:.2f}")
            verdicts.append(Verdict((*cells, f"≤ {PICK_GOAL}"), now / before <= PICK_GOAL))
    return verdicts


def release(pick: list[str]) -> None:
    """Gives the row of a pick back, so that each pick finds the same queue."""
    orch, queue = pick[0], pick[-2:]
    rows = output_of([orch, "list", "--status", "IN_PROGRESS", "--owner", "picker", *queue])
    output_of([orch, "release", rows.split("\t")[0], "--force", "--quiet", *queue])


def worked(binaries: Path, scratch: Path, runs: int) -> list[Verdict]:
    """The time from an added row to its worker, and the time of short rows."""
    scratch.mkdir()
    ENVIRONMENT["XDG_CONFIG_HOME"] = str(scratch / "config")  # the trust ends with the folder
    compiled(scratch, "first")
    programs = {"": binaries / "orch"}
    return added(programs, scratch, runs) + short(programs, scratch)


def measure(programs: Programs, scratch: Path, runs: int, ticks: int) -> list[Verdict]:
    """All of it."""
    ENVIRONMENT["XDG_CONFIG_HOME"] = str(scratch / "config")
    cold = compiled(scratch, "cold")
    compiled(scratch, "first")
    verdicts = idle(cold, programs, scratch, runs)
    verdicts.append(unchanged(programs[""], scratch, ticks))
    verdicts += started(cold, programs, scratch, runs)
    verdicts += added(programs, scratch, runs)
    verdicts += play(programs, scratch)
    verdicts += short(programs, scratch)
    return verdicts + picked(cold, programs, scratch, runs)
