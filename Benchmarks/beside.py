"""Compares cold commands of `orch` with those of other programs that keep tasks: a list of what
waits, an added task, and a task that is taken or marked as done."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, NamedTuple, Optional, Sequence

from database import query
from harness import (
    Failure, Table, Verdict, compiled, measured, output_of, quarter, rotated, say, unmeasured,
)
from sample import OWNER, cells, generate

COLUMNS = ("rows", "program", "list ms", "add ms", "take ms")
COMMANDS = ("list", "add", "take")  # in this order: taskwarrior numbers its tasks with a list
TITLE = "Move the timeout of the payment module into the settings"
LARGE = 100_000  # from this number of rows on, a quarter of the runs is enough


class Row(NamedTuple):
    """A row of the sample, as another program can hold it."""

    number: int
    status: str
    rank: int  # 0 is the most urgent
    title: str
    criteria: str

    @property
    def waits(self) -> bool:
        return self.status == "PENDING"


def rows_of_sample(count: int) -> list[Row]:
    found = (cells(number) for number in range(1, count + 1))
    return [
        Row(number, status, int(priority[1]), title, criteria)
        for number, (_, status, priority, title, criteria, *_) in enumerate(found, start=1)
    ]


@dataclass
class Program:
    """A program with a home of its own: the words of its commands, and how many tasks wait there."""

    commands: dict[str, list[str]]
    waiting: Callable[[], int]
    times: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in COMMANDS})


class Maker(NamedTuple):
    """How a program's home is made; `path` is None if the program is missing."""

    name: str
    path: Optional[str]
    version: Callable[[str], str]
    make: Callable[[str, Path, Sequence[Row]], Program]
    package: str = ""


def count(path: Path, pattern: bytes) -> int:
    return len(re.findall(pattern, path.read_bytes(), re.MULTILINE))


# --- The programs ---------------------------------------------------------------------------------


def orch(path: str, home: Path, rows: Sequence[Row]) -> Program:
    queue = home / "QUEUE.md"
    queue.write_bytes(generate(len(rows)))

    def words(*command: str) -> list[str]:
        return [path, *command, "--queue", str(queue), "--owner-session", OWNER]

    output_of(words("pick"))  # the first command in a queue makes its folder
    return Program(
        {"list": words("list", "--status", "PENDING"), "take": words("pick"),
         "add": words("add", TITLE, "--criteria", "all tests pass")},
        lambda: count(queue, rb"^\| *ORCH-\d+ *\| *PENDING *\|"))


def taskwarrior(path: str, home: Path, rows: Sequence[Row]) -> Program:
    settings = home / "taskrc"
    settings.write_text(f"data.location={home}\nconfirmation=off\nverbose=nothing\n")
    past = "20250106T093000Z"
    done, pending = {"status": "completed", "end": past}, {"status": "pending"}
    tasks = [
        {"description": row.title, "priority": "HML"[row.rank], "entry": past}
        | (done if row.status == "DONE" else pending)
        for row in rows
    ]
    (home / "tasks.json").write_text(json.dumps(tasks, ensure_ascii=False), encoding="utf-8")
    words = [path, f"rc:{settings}"]
    output_of(["sh", "-c", '"$@" 2>/dev/null', "sh", *words, "import", str(home / "tasks.json")])
    return Program(
        {"list": [*words, "list"], "add": [*words, "add", TITLE], "take": [*words, "1", "done"]},
        lambda: count(home / "pending.data", rb'status:"pending"'))


def todo_txt(path: str, home: Path, rows: Sequence[Row]) -> Program:
    waiting, done = home / "todo.txt", home / "done.txt"
    lines = [f"({'ABC'[row.rank]}) {row.title}\n" for row in rows if row.status != "DONE"]
    waiting.write_text("".join(lines), encoding="utf-8")
    lines = [f"x 2025-01-06 {row.title}\n" for row in rows if row.status == "DONE"]
    done.write_text("".join(lines), encoding="utf-8")
    settings = home / "config"
    settings.write_text(
        f"export TODO_DIR='{home}'\nexport TODO_FILE='{waiting}'\nexport DONE_FILE='{done}'\n"
        f"export REPORT_FILE='{home}/report.txt'\n")
    words = [path, "-d", str(settings)]
    return Program(
        {"list": [*words, "ls"], "add": [*words, "add", TITLE], "take": [*words, "do", "1"]},
        lambda: count(waiting, rb"^(?!x )."))


def sqlite(path: str, home: Path, rows: Sequence[Row]) -> Program:
    database = home / "tasks.db"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "CREATE TABLE tasks(id INTEGER PRIMARY KEY, status TEXT, rank INTEGER, title TEXT, "
            "criteria TEXT)")
        connection.execute("CREATE INDEX waiting ON tasks(status, rank, id)")
        connection.executemany(
            "INSERT INTO tasks VALUES(?, ?, ?, ?, ?)",
            [(row.number, row.status, row.rank, row.title, row.criteria) for row in rows])
    waiting = "FROM tasks WHERE status = 'PENDING'"
    first = f"SELECT id {waiting} ORDER BY rank, id LIMIT 1"
    sql = {
        "list": f"SELECT id, rank, title {waiting} ORDER BY rank, id",
        "add": f"INSERT INTO tasks(status, rank, title, criteria) VALUES('PENDING', 1, '{TITLE}', '')",
        "take": f"UPDATE tasks SET status = 'IN_PROGRESS' WHERE id = ({first}) RETURNING id",
    }
    return Program(
        {name: [path, str(database), text] for name, text in sql.items()},
        lambda: query(database, f"SELECT count(*) {waiting}")[0][0])


def markdown(path: str, home: Path, rows: Sequence[Row]) -> Program:
    words = {"PENDING": "To Do", "IN_PROGRESS": "In Progress", "DONE": "Done"}
    for row in rows:
        (home / f"task-{row.number}.md").write_text(
            f"---\nid: task-{row.number}\ntitle: {row.title}\nstatus: {words[row.status]}\n"
            f"assignee: []\ncreated_date: '2025-01-06 09:30'\nlabels: []\ndependencies: []\n"
            f"priority: {('high', 'medium', 'low')[row.rank]}\n---\n\n## Description\n\n{row.title}\n\n"
            f"## Acceptance Criteria\n\n- [ ] #1 {row.criteria}\n", encoding="utf-8")
    return form(
        path, "markdown", home,
        lambda: sum(count(file, rb"^status: To Do$") for file in home.glob("task-*.md")))


def jsonl(path: str, home: Path, rows: Sequence[Row]) -> Program:
    words = {"PENDING": "open", "IN_PROGRESS": "in_progress", "DONE": "closed"}
    time = "2025-01-06T09:30:00Z"
    issues = (
        {"id": f"bd-{row.number}", "title": row.title, "description": row.title,
         "acceptance_criteria": row.criteria, "status": words[row.status], "priority": row.rank,
         "issue_type": "task", "created_at": time, "updated_at": time}
        for row in rows)
    file = home / "issues.jsonl"
    lines = (json.dumps(issue, ensure_ascii=False, separators=(",", ":")) for issue in issues)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return form(path, "jsonl", home, lambda: count(file, rb'"status":"open"'))


def form(path: str, name: str, home: Path, waiting: Callable[[], int]) -> Program:
    words = [path, name, str(home)]
    return Program(
        {"list": [*words, "list"], "add": [*words, "add", TITLE], "take": [*words, "take"]}, waiting)


# --- The comparison -------------------------------------------------------------------------------


def makers(binaries: Path, scratch: Path) -> list[Maker]:
    def printed(word: str) -> Callable[[str], str]:
        """The version that a program prints; todo-txt then fails."""
        def version(path: str) -> str:
            output = subprocess.run([path, word], stdout=subprocess.PIPE, encoding="utf-8").stdout
            found = re.search(r"\bv?(\d[\w.]*)", output)
            return found[1] if found else "unknown"
        return version

    forms = str(compiled(scratch, "forms", "-static"))
    return [
        Maker("orch", str(binaries / "orch"), printed("--version"), orch),
        Maker("taskwarrior", shutil.which("task"), printed("--version"), taskwarrior, "taskwarrior"),
        Maker("todo.txt", shutil.which("todo-txt") or shutil.which("todo.sh"), printed("-V"), todo_txt,
              "todotxt-cli"),
        Maker("sqlite3", shutil.which("sqlite3"), printed("--version"), sqlite, "sqlite3"),
        Maker("Backlog.md's form", forms, lambda _: "", markdown),
        Maker("Beads' JSONL", forms, lambda _: "", jsonl),
    ]


def checked(name: str, program: Program) -> None:
    """Runs that are not counted, but must list and change what they should."""
    before = program.waiting()
    for command, expected in (("list", before), ("add", before + 1), ("take", before)):
        lines = len(output_of(program.commands[command]).splitlines())
        found = program.waiting()
        if found != expected or (command == "list" and lines < before):
            raise Failure(
                f"{found} tasks wait after `{command}` of {name}, not {expected} ({lines} lines printed)")


def take_turns(field: dict[str, Program], cold: Path, runs: int) -> list[str]:
    """Returns a note for each program that failed, and leaves it out."""
    notes = []
    for turn in range(runs):
        for command in COMMANDS:
            for name in rotated(list(field), turn):
                program = field[name]
                try:
                    sample = measured(cold, program.commands[command])
                    program.times[command].append(sample.milliseconds)
                except Failure as failure:
                    notes.append(unmeasured(name, failure))
                    del field[name]
    return notes


def measure(binaries: Path, scratch: Path, sizes: Sequence[int], runs: int) -> Table:
    scratch.mkdir()
    cold = compiled(scratch, "cold", "-static")
    known = makers(binaries, scratch)
    present = [(maker, maker.path) for maker in known if maker.path]
    verdicts: list[Verdict] = []
    notes = [
        f"Missing: {maker.name} (`apt-get install {maker.package}`)."
        for maker in known if not maker.path
    ]
    versions = ", ".join(
        f"{maker.name} {version}" for maker, path in present if (version := maker.version(path)))
    for rows in sizes:
        say(f"beside other programs, {rows:,} rows …")
        field: dict[str, Program] = {}
        sample = rows_of_sample(rows)
        for maker, path in present:
            home = scratch / f"{rows}-{maker.make.__name__}"
            home.mkdir()
            try:
                program = maker.make(path, home, sample)
                checked(maker.name, program)
                field[maker.name] = program
            except Failure as failure:
                notes.append(unmeasured(maker.name, failure))
        notes += take_turns(field, cold, max(4, runs // 4) if rows >= LARGE else runs)
        for maker in known:
            times = field[maker.name].times if maker.name in field else {}
            found = (f"{quarter(times[command]):.1f}" if times else "–" for command in COMMANDS)
            missed = bool(maker.path) and not times
            verdicts.append(Verdict((f"{rows:,}", maker.name, *found), False if missed else None))
        for maker, _ in present:
            shutil.rmtree(scratch / f"{rows}-{maker.make.__name__}")
    notes.append(f"Versions: {versions}. The two forms are those of [forms.c](forms.c), not the programs.")
    return Table("Beside other tools", COLUMNS, verdicts, "\n".join(notes))
