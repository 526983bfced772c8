"""A PostgreSQL server for the benchmarks, and clients that claim its rows and end them."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from harness import ROOT, Failure

SECONDS = 10
ROWS = 20_000

# The least that a claim and an end write: the row, and the event with its number.
CLAIM = """UPDATE queue_items SET status = 'IN_PROGRESS', owner_session = 'bench', claim_number = :last + 1 + {n}
WHERE id = (SELECT id FROM queue_items WHERE status = 'PENDING' ORDER BY CASE priority WHEN 'P0' THEN 0
WHEN 'P1' THEN 1 WHEN 'P2' THEN 2 ELSE 3 END, place LIMIT 1) RETURNING place AS place{n} \\gset
INSERT INTO queue_events VALUES (:last + 1 + {n}, 'ORCH-' || :place{n}, 'picked', '{{}}', '2026-01-31 18:00');
"""
END = """UPDATE queue_items SET status = 'DONE', notes = 'all checks pass' WHERE place = :place{n};
INSERT INTO queue_events VALUES (:last + 1 + {n}, 'ORCH-' || :place{n}, 'completed', '{{}}', '2026-01-31 18:00');
"""


class Server:
    """A server of its own, with fsync, on a socket."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [str(ROOT / "automation/postgres.sh")], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "ORCH_POSTGRES_FSYNC": "on"}, encoding="utf-8")
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        if not self.address:
            raise Failure("the server did not start")

    def sql(self, text: str, address: str = "") -> str:
        return subprocess.run(
            ["psql", address or self.address, "-qXAtc", text], check=True, stdout=subprocess.PIPE,
            encoding="utf-8").stdout.strip()

    def fill(self) -> None:
        self.sql(
            f"""
            TRUNCATE queue_items, queue_events, queue_leases;
            INSERT INTO queue_items(id, place, status, priority, task, success_criteria, created_at,
              updated_at)
            SELECT 'ORCH-' || n, n, 'PENDING', 'P' || n % 3, 'work ' || n, 'it works',
              '2026-01-31 18:00', '2026-01-31 18:00' FROM generate_series(1, {ROWS}) AS n;
            ANALYZE""")

    def floor(self, clients: int, changes: int) -> float:
        """Pairs of claim and end a second in plain SQL, with transactions of so many changes."""
        def transaction(change: str) -> str:
            return (f"BEGIN;\nSELECT pg_advisory_xact_lock(1);\nSELECT coalesce(max(event_id), 0) AS last "
                    f"FROM queue_events \\gset\n{change}SELECT pg_notify('orch', '');\nCOMMIT;\n")
        claims = "".join(CLAIM.format(n=n) for n in range(changes))
        ends = "".join(END.format(n=n) for n in range(changes))
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
            script.write(transaction(claims) + transaction(ends))
            script.flush()
            bench = max(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
            output = subprocess.run(
                [bench, "-n", "-c", str(clients), "-j", "1", "-T", str(SECONDS), "-f", script.name,
                 self.address], check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                encoding="utf-8").stdout
        rate = next(line for line in output.splitlines() if line.startswith("tps = "))
        return float(rate.split()[2]) * changes

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def loops(
    program: Path, database: str, clients: int, threads: int, seconds: int = SECONDS
) -> tuple[float, float, float]:
    """Pairs of claim and end a second; the median and the 99th percentile of a pair, in milliseconds."""
    running = [
        subprocess.Popen(
            [str(program), database, str(seconds), str(threads)], stdout=subprocess.PIPE, encoding="utf-8")
        for _ in range(clients)]
    times: list[int] = []
    for process in running:
        output, _ = process.communicate()
        if process.returncode != 0:
            raise Failure(f"a client on {database} failed")
        times += [int(line) for line in output.splitlines()]
    times.sort()
    return len(times) / seconds, times[len(times) // 2] / 1000, times[len(times) * 99 // 100] / 1000


