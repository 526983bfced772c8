#!/usr/bin/env bash
# Builds the API reference of the libraries, and prints its folder on the last line.
#
# A warning is an error. The folder can be served as it is, by any web server:
#   python3 -m http.server --directory .build/reference
set -euo pipefail
cd "$(dirname "$0")/.."

built=$(swift build --show-bin-path)/../symbolgraph
rm -rf "$built"
swift package dump-symbol-graph --minimum-access-level public --skip-synthesized-members >&2

graphs=$(mktemp -d)
trap 'rm -rf "$graphs"' EXIT
shopt -s nullglob
for room in Sources/[A-Z]*/; do
  room=$(basename "$room")
  case $room in CSystem | TestSupport) continue ;; esac
  # What a room adds to the types of another stands in files of its own: Host@Swift.
  cp "$built/$room.symbols.json" "$built/$room"@*.symbols.json "$graphs/"
done

folder=$PWD/.build/reference
docc convert docs/reference.docc --additional-symbol-graph-dir "$graphs" \
  --fallback-display-name orch --fallback-bundle-identifier orch \
  --transform-for-static-hosting --warnings-as-errors --output-path "$folder" >&2
echo "$folder"
