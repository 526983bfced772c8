#!/usr/bin/env bash
# Writes the files and parts of files that are generated from the programs' own tables: the manual
# pages in docs/man, the schema of orch.json, and the tables between marks in docs.
#
#   automation/reference.sh            writes what is stale, and names it
#   automation/reference.sh --check    names what is stale, and exits with 1
set -euo pipefail
cd "$(dirname "$0")/.."

swift build --product reference >&2
"$(swift build --show-bin-path)/reference" "$@"
