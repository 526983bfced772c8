#!/usr/bin/env bash
# Works a queue through `orch mcp` with the client of PyPI's `mcp`: mcp-client.sh ORCH FOLDER MODE.
# With --install it only makes the virtual environment .build/mcp-client, which has to be made once.
# Status 3 means that the package can't be installed here.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
venv=$root/.build/mcp-client
version=2.3.0
if ! [ -e "$venv/version-$version" ]; then
  rm -rf "$venv"
  { python3 -m venv "$venv" && "$venv/bin/pip" install -q --retries 2 --timeout 30 "mcp==$version" \
    && touch "$venv/version-$version"; } >&2 || { echo "PyPI's mcp $version can't be installed here" >&2; exit 3; }
fi
[ "${1:-}" = --install ] || exec "$venv/bin/python" "$root/automation/mcp-client.py" "$@"
