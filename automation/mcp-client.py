#!/usr/bin/env python3
"""Works a queue through `orch mcp` with the client of PyPI's `mcp`, in one era of the protocol.

    mcp-client.py ORCH FOLDER legacy|2026-07-28|auto

FOLDER has a queue with the row A, whose criterion is `file: a.txt`. Prints each answer on a line.
"""
import asyncio
import json
import os
import sys

from mcp import StdioServerParameters
from mcp.client import Client


def text(result):
    return result.content[0].text.splitlines()[0]


async def main(orch, folder, mode):
    server = StdioServerParameters(
        command=orch, args=["mcp"], cwd=folder,
        env={**os.environ, "ORCH_OWNER_SESSION": "py"})
    async with Client(server, mode=mode) as client:
        info = client.server_info  # from a handshake or a discovery
        print(client.protocol_version, info.name if info else "-")
        tools = await client.list_tools()
        print(" ".join(tool.name for tool in tools.tools))
        print(text(await client.call_tool("orch_ready", {})))
        claim = await client.call_tool("orch_claim", {})
        item, attempt = claim.structured_content["item"], claim.structured_content["attempt"]
        print(item["id"], item["status"], bool(attempt))
        with open(os.path.join(folder, "a.txt"), "w") as file:
            file.write("work\n")
        report = "[REPORT A]\nStatus: DONE\nCriteria:\n1. met: a.txt is written\n"
        verdict = await client.call_tool(
            "orch_report", {"id": "A", "attempt": attempt, "report": report})
        print(text(verdict), json.dumps(verdict.structured_content["verdict"]))
        refused = await client.call_tool("orch_note", {"id": "A", "release": True})
        print(refused.is_error, text(refused))
        try:
            await client.call_tool("orch_sing", {})
        except Exception as error:
            print(error)


asyncio.run(main(*sys.argv[1:]))
