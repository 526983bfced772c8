"""Writes a queue with a long journal, as `orch` would write it, without running `orch` as often."""

from __future__ import annotations

import json
import os
import time
import zlib
from pathlib import Path

import sample

CHAIN = 200  # entries after which a version gets a file
EPOCH_STEP = 5  # seconds between two entries
ZONE = 9 * 3600


def stamp(seconds: int, form: str) -> str:
    return time.strftime(form, time.gmtime(seconds + ZONE))


class Table:
    """The rows of a queue file, and the place where each row begins in the file."""

    def __init__(self, text: bytes, most: int = 0) -> None:
        """most: how many rows the table may get, if it gets more."""
        ruler = b"\n" + sample.line(["---"] * len(sample.COLUMNS.split())).encode()
        begin = text.index(ruler) + len(ruler)
        end = text.index(b"\n\n", begin) + 1 if text[begin : begin + 1] == b"|" else begin
        self.head, self.tail = text[:begin], text[end:]
        self.lines = text[begin:end].splitlines(keepends=True)
        self.size = len(text)
        self.tree = [0] * (max(most, len(self.lines)) + 1)  # Fenwick, of the lengths of lines
        for row in range(1, len(self.tree)):
            self.tree[row] += len(self.lines[row - 1]) if row <= len(self.lines) else 0
            if (above := row + (row & -row)) < len(self.tree):
                self.tree[above] += self.tree[row]

    def cells(self, row: int) -> list[str]:
        return [cell.strip() for cell in self.lines[row].decode()[1:-2].split("|")]

    def add(self, cells: list[str]) -> list:
        """Adds a row at the end, and returns the patch."""
        line = sample.line(cells)
        patch = [[self.size - len(self.tail), 0, line]]
        self.lines.append(b"")
        self.replace(len(self.lines) - 1, line.encode())
        return patch

    def replace(self, row: int, line: bytes) -> None:
        self.grow(row, len(line) - len(self.lines[row]))
        self.lines[row] = line

    def grow(self, row: int, bytes: int) -> None:
        self.size += bytes
        place = row + 1
        while place < len(self.tree):
            self.tree[place] += bytes
            place += place & -place

    def offset(self, row: int) -> int:
        offset = len(self.head)
        while row > 0:
            offset += self.tree[row]
            row -= row & -row
        return offset

    def bytes(self) -> bytes:
        return self.head + b"".join(self.lines) + self.tail

    def change(self, row: int, texts: dict[str, str]) -> tuple[dict, dict, list]:
        """Changes cells, and returns the old and the new cells, with the patch."""
        cells, place = self.cells(row), self.offset(row) + 1
        before, after, patch = {}, {}, []
        for column, name in enumerate(sample.COLUMNS.split()):
            old = f" {cells[column]} " if cells[column] else " "
            if name in texts:
                before[name], after[name] = cells[column] or "-", texts[name]
                patch.append([place, len(old.encode()), f" {texts[name]} "])
                cells[column] = texts[name]
            place += len(old.encode()) + 1
        self.replace(row, sample.line(cells).encode())
        return before, after, patch


def seal(entry: dict) -> bytes:
    line = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()[:-1]
    return line + b',"crc":"%08x"}\n' % zlib.crc32(line)


def identity(size: int, inode: int, seconds: int, device: int = 1) -> dict:
    return {"dev": str(device), "ino": str(inode), "size": size, "mtime_ns": seconds * 10**9}


def write(folder: Path, rows: int, entries: int, lacking: int, hot: bool) -> None:
    """Writes QUEUE.md with its journal, and `old.md`, which lacks the last changes.

    hot: whether the same five rows are changed again and again; otherwise rows are picked and done.
    """
    sidecar = folder / ".orch"
    for name in ("versions", "gen"):
        (sidecar / name).mkdir(parents=True)
    sidecar.chmod(0o755)
    (sidecar / ".gitignore").write_text("*\n")
    table = Table(sample.generate(rows))
    begin, base, claims, before_size = int(time.time()) - entries * EPOCH_STEP, 0, 0, table.size
    (sidecar / "versions" / "0").write_bytes(table.bytes())
    with (sidecar / "journal.jsonl").open("wb") as journal:
        for number in range(1, entries + 1):
            now = begin + number * EPOCH_STEP
            if number - base > CHAIN and table.size <= 1 << 20:
                base = number - 1
                (sidecar / "versions" / str(base)).write_bytes(table.bytes())
            turn = number - 1
            if hot:
                row, command = 2 + turn % 5, "block"
                texts = {"status": "BLOCKED", "notes": f"change {number}"}
                if table.cells(row)[1] == "BLOCKED":
                    del texts["status"]
            elif turn % 2 == 0:
                row, command, claims = turn // 2 * 7 % rows, "pick", claims + 1
                started = stamp(now, "%Y-%m-%d %H:%M")
                texts = {"status": "IN_PROGRESS", "owner_session": f"w{number % 7}"}
                texts["started_at_kst"] = started
            else:
                row, command = turn // 2 * 7 % rows, "done"
                texts = {"status": "DONE", "notes": f"attempt {number} passed: 검토 완료"}
            before, after, patch = table.change(row, texts)
            entry = {
                "seq": number, "ts": stamp(now, "%Y-%m-%dT%H:%M:%S+09:00"),
                "trace": f"trace-{number:012x}", "head": None, "command": command,
                "actor": "bench@host", "id": table.cells(row)[0], "before": before, "after": after,
                "identity": identity(table.size, 1 + number % 2, now), "line_end": True,
                "text_after": True,
                "displaced": identity(before_size, 2 - number % 2, now - EPOCH_STEP),
                "patch": patch, "base": base, "ids": {},
            }
            if claims:
                lease = {"owner": "w", "expires_at": now + 3600, "heartbeat": False}
                claim = {
                    "number": claims, "nonce": f"{claims:06x}", "made_at": now, "lost": 0,
                    "lease": lease,
                }
                entry["claims"] = {table.cells(row)[0]: claim if command == "pick" else None}
                entry["claimed"] = {"seq": number, "number": claims}
            before_size = table.size
            if number == entries - lacking:
                (folder / "old.md").write_bytes(table.bytes())
            if number == entries:
                queue = folder / "QUEUE.md"
                queue.write_bytes(table.bytes())
                os.utime(queue, (now, now))
                found = queue.stat()
                entry["identity"] = identity(found.st_size, found.st_ino, now, found.st_dev)
            journal.write(seal(entry))
