"""Compares `orch` on a database with SQLite itself: its shell, and a loop in C (statements.c)."""

from __future__ import annotations

import csv
import os
import shutil
import sqlite3
import statistics
from contextlib import closing
from pathlib import Path
from typing import Callable, Iterable, NamedTuple, Sequence

from harness import Failure, Verdict, output_of, rotated, unmeasured
from sample import OWNER, cells, generate
from sample import COLUMNS as CELLS

PICK_GOAL = 1.4
FLAT_GOAL = 1.3
LOOP_GOAL = 0.7
IMPORT_GOAL = 3.0

LEAST, MOST = 1_000, 100_000  # the sizes that are compared with each other
LOOP_ROWS = 10_000
COLUMNS = ("rows", "command", "beside", "its ms", "orch ms", "ratio", "goal")

# Writes what `orch pick` writes, as one transaction: the event, the claim's number, the row.
SHELL_PICK = f"""
PRAGMA synchronous = FULL;
BEGIN IMMEDIATE;
INSERT INTO queue_events(item_id, event_type, payload_json, created_at)
  SELECT id, 'picked', '{{"actor":"{OWNER}","after":{{"owner_session":"{OWNER}",'
    || '"started_at_kst":"2026-01-31 18:00","status":"IN_PROGRESS"}},"before":{{"owner_session":"-",'
    || '"started_at_kst":"-","status":"PENDING"}},"command":"pick","owner_session":"{OWNER}",'
    || '"trace_id":"trace-000000000000","ts":"2026-01-31T18:00:00+09:00"}}', '2026-01-31 18:00'
  FROM queue_items WHERE status = 'PENDING'
  ORDER BY CASE priority WHEN 'P0' THEN 0 WHEN 'P1' THEN 1 WHEN 'P2' THEN 2 ELSE 3 END, rowid
  LIMIT 1;
UPDATE queue_meta SET value = value + 1 WHERE key = 'last_claim';
UPDATE queue_items SET status = 'IN_PROGRESS', owner_session = '{OWNER}',
    started_at_kst = '2026-01-31 18:00', lease_owner = '{OWNER}', lease_expires_at = 1769853600,
    lease_heartbeat = 0, claim_nonce = '000000', claimed_at = 1769850000, lost_claims = 0,
    claim_number = (SELECT value FROM queue_meta WHERE key = 'last_claim'),
    updated_at = '2026-01-31 18:00'
  WHERE id = (SELECT item_id FROM queue_events WHERE event_id = last_insert_rowid());
COMMIT;
"""


# --- Databases ------------------------------------------------------------------------------------


def query(database: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


class Databases:
    """Makes fresh databases with the same rows, each in a folder of its own."""

    def __init__(self, tools, folder: Path, rows: int):
        self.folder, self.made = folder, 0
        self.model = folder / "model.db"
        folder.mkdir(parents=True)
        output_of([str(tools.orch), "init", "--quiet", "--db", str(self.model)])
        names = [*CELLS.split(), "created_at", "updated_at"]
        values = ([*cells(number), *["2025-01-06 09:30"] * 2] for number in range(1, rows + 1))
        places = ", ".join("?" * len(names))
        with closing(sqlite3.connect(self.model)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            with connection:
                sql = f"INSERT INTO queue_items({', '.join(names)}) VALUES({places})"
                connection.executemany(sql, values)

    def fresh(self) -> Path:
        self.made += 1
        database = self.folder / str(self.made) / "queue.db"
        database.parent.mkdir()
        shutil.copyfile(self.model, database)
        with database.open("rb+") as file:
            os.fsync(file.fileno())
        return database


# --- Cold picks -----------------------------------------------------------------------------------


class Program(NamedTuple):
    """A way to pick, with a database of its own."""

    command: list[str]
    database: Path

    def counts(self) -> tuple:
        sql = """
            SELECT (SELECT count(*) FROM queue_items WHERE status = 'IN_PROGRESS'),
                (SELECT count(*) FROM queue_events), (SELECT value FROM queue_meta)
            """
        return query(self.database, sql)[0]


def programs(tools, folder: Path, rows: int) -> dict[str, Program]:
    databases = Databases(tools, folder, rows)
    mine, other = databases.fresh(), databases.fresh()
    pick = [str(tools.orch), "pick", "--db", str(mine), "--owner-session", OWNER]
    return {
        f"orch {rows}": Program(pick, mine),
        f"sqlite3 {rows}": Program([shell(), str(other), SHELL_PICK], other),
    }


def shell() -> str:
    found = shutil.which("sqlite3")
    if found is None:
        raise Failure("no sqlite3 (automation/setup.sh test installs it)")
    return found


def checked_pick(tools, program: Program) -> None:
    """A run that is not counted, but must have picked one row."""
    before = program.counts()
    tools.measure(program.command)
    gained = tuple(now - then for now, then in zip(program.counts(), before))
    if gained != (1, 1, 1):
        name = Path(program.command[0]).name
        raise Failure(f"{name} gained (rows, events, claims) {gained}, not one of each")


def pick_medians(tools, folder: Path, sizes: Sequence[int], options) -> dict[str, float]:
    """All sizes and programs take turns, so that other load affects all of them alike."""
    field: dict[str, Program] = {}
    for rows in sizes:
        field.update(programs(tools, folder / str(rows), rows))
    times: dict[str, list[float]] = {name: [] for name in field}
    for program in field.values():
        for _ in range(3):
            checked_pick(tools, program)
    for turn in range(options.runs):
        for name in rotated(list(field), turn):
            times[name].append(tools.measure(field[name].command).milliseconds)
    return {name: statistics.median(found) for name, found in times.items()}


def pick_verdicts(tools, folder: Path, sizes: Sequence[int], options) -> list[Verdict]:
    medians = pick_medians(tools, folder, sizes, options)
    verdicts = [
        at_most(PICK_GOAL, rows, "pick", "sqlite3", medians[f"sqlite3 {rows}"], medians[f"orch {rows}"])
        for rows in sizes
    ]
    if LEAST in sizes and MOST in sizes:
        least, most = medians[f"orch {LEAST}"], medians[f"orch {MOST}"]
        verdicts.append(at_most(FLAT_GOAL, MOST, "pick", f"orch at {LEAST:,} rows", least, most))
    return verdicts


def at_most(
    goal: float, rows: int, command: str, beside: str, other: float, mine: float
) -> Verdict:
    words = (f"{rows:,}", command, beside, f"{other:.1f}", f"{mine:.1f}", f"{mine / other:.2f}")
    return Verdict((*words, f"≤ {goal:.2f}"), mine / other <= goal)


# --- One process ----------------------------------------------------------------------------------


def loop_verdict(tools, folder: Path, options) -> Verdict:
    """The ratio of two rates: pairs of pick and end a second with the store, and in C."""
    rounds, count = (5, 50) if options.quick else (7, 300)
    databases = Databases(tools, folder, LOOP_ROWS)
    field = {"C": tools.statements, "orch": tools.storeloop}
    times: dict[str, list[float]] = {name: [] for name in field}
    for turn in range(rounds):
        homes = {name: databases.fresh() for name in field}
        for name in rotated(list(field), turn):
            command = [str(field[name]), str(homes[name]), str(count)]
            times[name].append(tools.measure(command).milliseconds)
        check_same(homes["C"], homes["orch"])
    ratio = statistics.median(other / mine for other, mine in zip(times["C"], times["orch"]))
    other, mine = (statistics.median(times[name]) for name in ("C", "orch"))
    words = (f"{LOOP_ROWS:,}", f"pick, done × {count}", "statements.c", f"{other:.0f}", f"{mine:.0f}")
    return Verdict((*words, f"{ratio:.2f}", f"≥ {LOOP_GOAL:.2f}"), ratio >= LOOP_GOAL)


def check_same(one: Path, other: Path) -> None:
    for table in ("queue_items", "queue_events", "queue_meta"):
        found, expected = (query(path, f"SELECT * FROM {table} ORDER BY 1") for path in (other, one))
        for mine, theirs in zip(found, expected):
            if mine != theirs:
                raise Failure(f"{table}: storeloop left {mine}, statements.c {theirs}")
        if len(found) != len(expected):
            raise Failure(f"{table}: storeloop left {len(found)} rows, statements.c {len(expected)}")


# --- Migration ------------------------------------------------------------------------------------


def import_verdict(tools, folder: Path, options) -> Verdict:
    """`orch migrate`, which also writes an event and the mirror of each row, against `.import`."""
    rounds = 1 if options.quick else 5
    databases = Databases(tools, folder, rows=0)
    queue, table = folder / "QUEUE.md", folder / "rows.csv"
    queue.write_bytes(generate(MOST))
    write_csv(table, [name for _, name, *_ in query(databases.model, "PRAGMA table_info(queue_items)")])
    commands: dict[str, Callable[[Path], list[str]]] = {
        "sqlite3": lambda path: [
            shell(), str(path), "PRAGMA synchronous = FULL", f".import --csv {table} queue_items"
        ],
        "orch": lambda path: [str(tools.orch), "migrate", "--queue", str(queue), "--db", str(path)],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(rounds):
        for name in rotated(list(commands), turn):
            database = databases.fresh()
            times[name].append(tools.measure(commands[name](database)).milliseconds)
            check_imported(database, name)
            shutil.rmtree(database.parent)
    other, mine = (statistics.median(times[name]) for name in ("sqlite3", "orch"))
    return at_most(IMPORT_GOAL, MOST, "migrate", "sqlite3 .import", other, mine)


def rows_of_sample() -> Iterable[tuple]:
    return (tuple(cells(number)) for number in range(1, MOST + 1))


def write_csv(path: Path, columns: Sequence[str]) -> None:
    """The rows of the queue, with a text for every column, because `.import` has no defaults."""
    given = {"created_at": "2025-01-06 09:30", "updated_at": "2025-01-06 09:30", "max_attempts": "3"}
    rest = [given.get(name, "0") for name in columns[len(CELLS.split()) :]]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([*row, *rest] for row in rows_of_sample())


def check_imported(database: Path, name: str) -> None:
    found = query(database, f"SELECT {', '.join(CELLS.split())} FROM queue_items ORDER BY rowid")
    if found != list(rows_of_sample()):
        raise Failure(f"{name} imported {len(found)} rows that are not the {MOST} of the queue")


# --- All of it ------------------------------------------------------------------------------------


def measure(tools, folder: Path, sizes: Sequence[int], options) -> tuple[list[Verdict], list[str]]:
    """The lines of the table, and the failed measurements, which count as goals that are not met."""
    verdicts: list[Verdict] = []
    notes: list[str] = []
    jobs = [("pick", lambda: pick_verdicts(tools, folder / "pick", sizes, options))] if sizes else []
    jobs.append(("pick, done", lambda: [loop_verdict(tools, folder / "loop", options)]))
    if MOST in sizes:
        jobs.append(("migrate", lambda: [import_verdict(tools, folder / "import", options)]))
    for command, job in jobs:
        try:
            verdicts += job()
        except Failure as failure:
            notes.append(unmeasured(f"`{command}`", failure))
            verdicts.append(Verdict(("–", command, *["–"] * (len(COLUMNS) - 2)), False))
    shutil.rmtree(folder, ignore_errors=True)
    return verdicts, notes
