"""Plays a queue that was worked on for many days, without running `orch` for each change.

The entries of the history, the attempts, their costs and the run log have the form that `orch`
gives them. Plans, ticks and the compactions of the journal are real commands, which run at the
queue's time.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import struct
import time
import zipfile
from collections import deque
from pathlib import Path
from typing import Iterator, NamedTuple, Optional

import journal
import sample
from harness import Failure, output_of

DAY = 86400
TASKS = 20  # of a plan
WAITING = 300  # rows that are PENDING, at most half of all
BUSY = 3  # rows that are worked on at once
FAILED_OF = 1000  # one of so many rows fails
SESSION = "year"  # has the rows that are IN_PROGRESS at the end
LOG_SIZE, LOG_FILES = 10_485_760, 6  # `log_max_bytes`, and `log_keep` with the log itself
WORKER = """#!/bin/sh
cat > /dev/null
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  echo "step $n of $ORCH_ITEM_ID: read src/module-$n.c, ran its tests, $((n * 7)) of them passed"
done
printf '[REPORT %s]\\nStatus: DONE\\nCriteria:\\n' "$ORCH_ITEM_ID"
printf '%s. met: make test: 214 tests passed\\n' 1 2 3
printf 'Files:\\n- src/module-7.c\\nDiff-Summary:\\n- keeps the old default\\n'
"""


class Span(NamedTuple):
    rows: int
    plans: int
    days: int
    parts: int  # each ends with a real command, which compacts the journal


class Attempt(NamedTuple):
    id: str
    number: int
    nonce: str
    started: int  # seconds since 1970, as `ended`
    ended: int


FIRST = Attempt("ORCH-001", 1, "a1b2c3", 0, 0)  # the attempt of which the others are copies
TIME = "%Y-%m-%dT%H:%M:%S+09:00"
FIRST_TIME = journal.stamp(0, TIME)


class Play:
    def __init__(self, home: Path, binaries: Path, span: Span) -> None:
        self.home, self.bin, self.span = home, binaries, span
        self.queue, self.sidecar = home / "QUEUE.md", home / ".orch"
        self.end = int(time.time()) - 120
        self.begin = self.end - span.days * DAY
        self.added, self.known = 1, 0  # rows with a number; rows that were seen in the table
        self.waiting: deque[int] = deque()
        self.running: deque[tuple[int, Attempt]] = deque()
        self.attempts: list[Attempt] = []
        self.runs: list[tuple[int, str, str]] = []  # time, command, id
        self.compactions = 0
        home.mkdir()
        self.queue.write_bytes(sample.generate(0))

    def orch(self, *words: str, at: Optional[int] = None, shell: str = 'exec "$@"') -> str:
        """Runs a real command at a time, which is rounded up to a minute."""
        now = [f"ORCH_NOW={journal.stamp(at + 59, '%Y-%m-%d %H:%M')}"] if at else []
        program = [str(self.bin / "orch"), *words, "--quiet", "--queue", str(self.queue)]
        return output_of(["/bin/sh", "-c", shell, "sh", "/usr/bin/env", *now, *program])

    # --- The parts of the time --------------------------------------------------------------------

    def play(self) -> None:
        self.orch("add", sample.TASKS[0], "--criteria", "all tests pass", at=self.begin)
        rows = self.span.rows - self.span.plans * TASKS - self.added - self.span.parts
        for part in range(self.span.parts):
            start, end = (
                self.begin + (part + more) * (self.end - self.begin) // self.span.parts
                for more in (0, 1))
            for number in self.share(self.span.plans - 1, part):
                self.plan(number, start)
            self.work(len(self.share(rows, part)), start + 60, end)
            now = end if end < self.end else None
            # For the plans that have ended; its errors name each row that has failed.
            self.orch("tick", at=now, shell='exec "$@" 2> /dev/null')
            size = (self.sidecar / "journal.jsonl").stat().st_size
            self.added += 1
            self.orch("add", sample.TASKS[0], "--criteria", "all tests pass", at=now)
            self.compactions += (self.sidecar / "journal.jsonl").stat().st_size < size
        self.plan(self.span.plans - 1, None)
        taken = [
            self.orch("pick", "--owner-session", SESSION).strip() for _ in range(BUSY + 2)]
        for id in taken[BUSY:]:
            self.orch("block", id, "--notes", "needs a key", "--owner-session", SESSION)
        self.write_attempts()
        self.write_costs()
        self.write_log()
        self.settings()

    def share(self, count: int, part: int) -> range:
        """The numbers that fall into a part, if `count` are divided among all."""
        return range(count * part // self.span.parts, count * (part + 1) // self.span.parts)

    def plan(self, number: int, at: Optional[int]) -> None:
        name = f"p{number:02d}"
        tasks = [
            {
                "id": f"t{task:02d}", "task": sample.TASKS[task % len(sample.TASKS)],
                "criteria": ["all tests pass", "the changelog names it"],
                "after": [f"t{task - 1:02d}"] if task % 4 else [],
            }
            for task in range(TASKS)
        ]
        file = self.home / "plan.json"
        file.write_text(json.dumps({"plan": name, "title": f"Plan {number}", "tasks": tasks}))
        self.orch("plan", "apply", str(file), at=at)
        file.unlink()

    def settings(self) -> None:
        """Lets a tick start workers, all of which are busy with the rows of the session."""
        worker = {"default": {"adapter": "report", "argv": ["/bin/true"]}}
        (self.home / "orch.json").write_text(json.dumps({"workers": worker, "max_workers": BUSY}))
        for path in (self.home, self.home / "orch.json"):
            path.chmod(path.stat().st_mode & ~0o022)
        self.orch("trust", "--yes")

    # --- The history ------------------------------------------------------------------------------

    def work(self, count: int, start: int, end: int) -> None:
        """Adds rows, and has workers end as many as needed; writes the queue and its journal."""
        self.table = table = journal.Table(self.queue.read_bytes(), self.span.rows)
        file = self.sidecar / "journal.jsonl"
        with file.open("rb") as lines:
            lines.seek(-min(file.stat().st_size, 1 << 20), os.SEEK_END)
            last = json.loads(lines.read().splitlines()[-1])
        kept = ("head", "line_end", "text_after", "ids", "queue", "queue_offered", "base")
        self.entry = {name: last[name] for name in kept if name in last}
        self.claimed = last.get("claimed", {"seq": 0, "number": 0})
        self.seq, self.identity = last["seq"], last["identity"]
        self.waiting.extend(range(self.known, len(table.lines)))
        most = min(WAITING, self.span.rows // 2)
        ends = max(0, len(self.waiting) + count - most)
        self.left = count + 2 * ends
        pace = (end - start) / max(1, self.left)
        with file.open("ab") as lines:
            for step, (command, row) in enumerate(self.steps(count, ends)):
                self.keep_version()
                lines.write(self.change(command, row, start + int(step * pace)))
        self.known = len(table.lines)

    def keep_version(self) -> None:
        """Keeps the whole table if the chain of patches is too long for the table's size."""
        longest = journal.CHAIN * (1 + (self.table.size >> 20))
        if self.seq + 1 - self.entry["base"] > longest:
            self.entry["base"] = self.seq
            (self.sidecar / "versions" / str(self.seq)).write_bytes(self.table.bytes())

    def steps(self, adds: int, ends: int) -> Iterator[tuple[str, int]]:
        """What happens, and to which row: first the oldest rows are ended."""
        picks = ends
        while adds or ends:
            if adds:
                adds -= 1
                yield "add", len(self.table.lines)
                self.waiting.append(len(self.table.lines) - 1)
            if picks and self.waiting:
                picks -= 1
                yield "tick", self.waiting.popleft()
            if ends and (len(self.running) > BUSY or not picks):
                ends -= 1
                yield "supervise", self.running[0][0]
                self.running.popleft()

    def change(self, command: str, row: int, now: int) -> bytes:
        table, seq = self.table, self.seq + 1
        if command == "add":
            self.added += 1
            cells = [*sample.cells(self.added)[:1], "PENDING", *sample.cells(self.added)[2:]]
            cells[5] = cells[6] = "-"
            patch = table.add(cells)
            names = sample.COLUMNS.split()
            after = {name: cell for name, cell in zip(names, cells) if cell not in ("-", "")}
            self.runs.append((now, command, cells[0]))
            return self.sealed(command, now, cells[0], {}, after, patch)
        id = table.cells(row)[0]
        owner = f"orch-{id.lower()}"
        self.runs.append((now, command, id))
        if command == "tick":
            nonce = f"{seq * 40503 % 0xFFFFFF:06x}"
            attempt = Attempt(id, self.claimed["number"] + 1, nonce, now, 0)
            self.running.append((row, attempt))
            self.claimed = {"seq": seq, "number": attempt.number}
            texts = {
                "status": "IN_PROGRESS", "owner_session": owner,
                "started_at_kst": journal.stamp(now, "%Y-%m-%d %H:%M")}
            claim = {
                "number": attempt.number, "nonce": attempt.nonce, "made_at": now, "lost": 0,
                "worker": True,
                "lease": {"owner": owner, "expires_at": now + 5470, "heartbeat": False}}
            changes = table.change(row, texts)
            return self.sealed(command, now, id, *changes, actor="dispatcher", claims={id: claim})
        attempt = self.running[0][1]._replace(ended=now)
        self.attempts.append(attempt)
        self.claimed = self.claimed | {"seq": seq}
        passes = attempt.number % FAILED_OF != 0
        note = "review:PASS all_success_criteria_covered" if passes else "the disk was full"
        notes = [text for text in (table.cells(row)[8], note) if text]
        texts = {"status": "DONE" if passes else "FAILED", "notes": " / ".join(notes)}
        findings = {
            "guardrail": {
                "state": "OK", "action": "ALLOW", "current_tokens": 14, "estimated_tokens": 14,
                "violations": []},
            "review_gate": {
                "verdict": "PASS", "reasons": ["all_success_criteria_covered"],
                "missing_checks": [], "covered_checks": 3, "total_checks": 3, "verified": 0,
                "reported": 3, "unmet": []},
        } if passes else {}
        before = {"ended": attempt.number, "failures": None}
        changes = table.change(row, texts)
        return self.sealed(
            command, now, id, *changes, actor=owner, **findings, claim_before=before,
            claims={id: None})

    def sealed(
        self, command: str, now: int, id: Optional[str], before: dict, after: dict, patch: list,
        actor: str = "bench@host", **fields: object,
    ) -> bytes:
        """The line of the next entry. The last one names the file that it leaves."""
        self.seq, self.left = self.seq + 1, self.left - 1
        displaced = self.identity
        self.identity = journal.identity(self.table.size, 1 + self.seq % 2, now)
        if self.left == 0:
            self.queue.write_bytes(self.table.bytes())
            os.utime(self.queue, (now, now))
            found = self.queue.stat()
            self.identity = journal.identity(found.st_size, found.st_ino, now, found.st_dev)
        return journal.seal({
            "seq": self.seq, "ts": journal.stamp(now, TIME), "trace": trace(self.seq),
            "command": command, "actor": actor, "id": id, "before": before, "after": after,
            "identity": self.identity, "displaced": displaced, "patch": patch, **self.entry,
            **fields, **({"claimed": self.claimed} if self.claimed["number"] else {}),
        })

    # --- What the workers left --------------------------------------------------------------------

    def write_attempts(self) -> None:
        """The files of attempts, which are packed a day after the attempt has ended."""
        files = self.attempt_files()
        (self.sidecar / "packs").mkdir(exist_ok=True)
        for attempt in self.attempts:
            known = {
                FIRST.id: attempt.id, FIRST.id.lower(): attempt.id.lower(),
                f'"claim":{FIRST.number}': f'"claim":{attempt.number}',
                f"{FIRST.number}-{FIRST.nonce}": f"{attempt.number}-{attempt.nonce}",
                FIRST_TIME: journal.stamp(attempt.ended, TIME),
            }
            texts = {}
            for name, text in files.items():
                for old, new in known.items():
                    text = text.replace(old, new)
                texts[f"{attempt.number}/{name}"] = text.encode()
            if attempt.ended > self.end - DAY:
                for name, text in texts.items():
                    path = self.sidecar / "attempts" / attempt.id / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(text)
            else:
                pack = self.sidecar / "packs" / f"{attempt.id}.zip"
                pack.write_bytes(packed(texts, attempt.ended))
                os.utime(pack, (attempt.ended, attempt.ended))

    def attempt_files(self) -> dict[str, str]:
        """The texts of a real attempt, with the names of `FIRST`."""
        home = self.home / "first"
        home.mkdir()
        queue = ["--quiet", "--queue", str(home / "QUEUE.md")]
        orch = str(self.bin / "orch")
        (home / "QUEUE.md").write_bytes(sample.generate(0))
        (home / "worker.sh").write_text(WORKER)
        worker = {"default": {"adapter": "report", "argv": ["./worker.sh"]}}
        (home / "orch.json").write_text(json.dumps({"workers": worker}))
        for path in (home, *home.iterdir()):
            path.chmod(0o755)
        output_of([orch, "trust", "--yes", *queue])
        row = ["--id", FIRST.id, "--criteria", "all tests pass; the changelog names it; it is fast"]
        output_of([orch, "add", sample.TASKS[1], *row, *queue])
        output_of([orch, "daemon", "--until-idle", *queue])
        folder = home / ".orch" / "attempts" / FIRST.id / str(FIRST.number)
        found = {path.name: path.read_text() for path in sorted(folder.iterdir())}
        if "result.json" not in found:
            raise Failure("no worker ended its attempt")
        result = json.loads(found["result.json"])
        known = {
            result["attempt"]: f"{FIRST.number}-{FIRST.nonce}", result["started_at"]: FIRST_TIME,
            result["ended_at"]: FIRST_TIME}
        for name in found:
            for old, new in known.items():
                found[name] = found[name].replace(old, new)
        shutil.rmtree(home)
        return found

    def write_costs(self) -> None:
        months: dict[str, list[bytes]] = {}
        for attempt in self.attempts:
            number = attempt.number
            months.setdefault(journal.stamp(attempt.ended, "%Y-%m"), []).append(json.dumps({
                "schema": 1, "time": journal.stamp(attempt.ended, TIME), "id": attempt.id,
                "claim": number, "attempt": f"{number}-{attempt.nonce}", "worker": "default",
                "adapter": "claude", "model": "sonnet", "session": f"{number:032x}",
                "usage": {
                    "input_tokens": 4000 + number % 997, "cached_input_tokens": 90000,
                    "output_tokens": 1500 + number % 89},
                "cost": {"usd": 0.05 + number % 31 / 1000, "source": "cli"},
                "session_usage": None, "session_cost": None,
            }, separators=(",", ":")).encode())
        for month, lines in months.items():
            name = "costs.jsonl" if month == max(months) else f"costs-{month}.jsonl"
            (self.sidecar / name).write_bytes(b"\n".join([*lines, b""]))

    def write_log(self) -> None:
        """The run log and its older files, as far as they are kept."""
        files: deque[list[str]] = deque([[]], LOG_FILES)
        size = 0
        for number, (at, command, id) in enumerate(self.runs):
            run = {"ts_kst": journal.stamp(at, TIME), "ts_epoch_ms": at * 1000}
            names = {"trace_id": trace(number), "command": command}
            end = {"exit_code": 0, "status": "ok", "item_id": id, "duration_ms": 9 + number % 50}
            for event, more in (("run_start", {}), ("run_end", end)):
                entry = {**run, "event": event, **names, **more}
                line = json.dumps(entry, separators=(",", ":")) + "\n"
                size += len(line)
                files[-1].append(line)
            if size > LOG_SIZE:
                files.append([])
                size = 0
        logs = self.home / "logs"
        logs.mkdir(exist_ok=True)
        for number, lines in enumerate(reversed(files)):
            name = f"orch_runs.{number}.jsonl" if number else "orch_runs.jsonl"
            (logs / name).write_text("".join(lines))


def trace(number: int) -> str:
    return f"trace-{number:012x}"


def packed(files: dict[str, bytes], at: int) -> bytes:
    """A zip file with the names, times and compression that `ops gc` gives a pack."""
    pack = io.BytesIO()
    with zipfile.ZipFile(pack, "w", zipfile.ZIP_DEFLATED) as members:
        for name, text in files.items():
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.extra = struct.pack("<HHBI", 0x5455, 5, 1, at)
            members.writestr(member, text)
    return pack.getvalue()
