"""workers.py TOOL ADDRESS fill JOBS: makes the tables of `procrastinate` or `pgqueuer`, and its jobs.
workers.py TOOL ADDRESS work WORKERS BATCH: prints `ready`, waits for a line, and then works on jobs
that do nothing, with so many of them at once, until the input ends. Only pgqueuer takes batches.

For claims.py, which runs it with a Python that has both packages.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import suppress

CHUNK = 1_000


async def line() -> None:
    """Waits for a line of the input, or for its end."""
    await asyncio.to_thread(sys.stdin.readline)


async def procrastinate(address: str, verb: str, count: int, batch: int) -> None:
    from procrastinate import App, PsycopgConnector

    logging.getLogger("procrastinate").setLevel(logging.ERROR)  # it warns that this is a script
    connections = count if verb == "work" else 1
    connector = PsycopgConnector(conninfo=address, min_size=connections, max_size=connections + 1)
    app = App(connector=connector)

    @app.task(name="nothing")
    async def nothing() -> None:
        pass

    async with app.open_async():
        if verb == "fill":
            await app.schema_manager.apply_schema_async()
            for _ in range(0, count, CHUNK):
                await nothing.batch_defer_async(*[{}] * CHUNK)
            return
        print("ready", flush=True)
        await line()
        worker = asyncio.create_task(
            app.run_worker_async(concurrency=count, listen_notify=False, install_signal_handlers=False))
        await line()
        worker.cancel()  # it ends the jobs that it has
        with suppress(asyncio.CancelledError):
            await worker


async def pgqueuer(address: str, verb: str, count: int, batch: int) -> None:
    import asyncpg
    from pgqueuer import PgQueuer, Queries
    from pgqueuer.db import AsyncpgPoolDriver

    connections = count if verb == "work" else 1
    async with asyncpg.create_pool(address, min_size=connections, max_size=connections + 1) as pool:
        if verb == "fill":
            queries = Queries(AsyncpgPoolDriver(pool))
            await queries.install()
            for _ in range(0, count, CHUNK):
                await queries.enqueue(["nothing"] * CHUNK, [None] * CHUNK, [0] * CHUNK)
            return
        queue = PgQueuer.from_asyncpg_pool(pool)

        @queue.entrypoint("nothing")
        async def nothing(job: object) -> None:
            pass

        print("ready", flush=True)
        await line()
        # It refuses fewer jobs at once than twice the batch.
        worker = asyncio.create_task(
            queue.run(batch_size=batch, max_concurrent_tasks=max(count, 2 * batch)))
        await line()
        queue.shutdown.set()
        await worker


if __name__ == "__main__":
    tool, address, verb, *numbers = sys.argv[1:]
    count, batch = [*map(int, numbers), 1][:2]
    run = {"procrastinate": procrastinate, "pgqueuer": pgqueuer}[tool]
    asyncio.run(run(address, verb, count, batch))
