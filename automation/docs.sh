#!/usr/bin/env bash
# Builds the API reference of the libraries, and prints its folder on the last line.
#
# A warning is an error, except the warning about a parameter without documentation, because its
# name may be enough. Any web server can serve the folder as it is:
#   python3 -m http.server --directory .build/reference
set -euo pipefail
cd "$(dirname "$0")/.."

export ORCH_POSTGRES=1
automation/setup.sh build
automation/build.sh orch ops orch-postgres reference soak >&2
built=.build/release
target=$(swiftc -print-target-info | sed -n 's/.*"unversionedTriple": "\(.*\)".*/\1/p')
flags=(
  -I "$built/Modules" -Xcc "-fmodule-map-file=$built/CSystem.build/module.modulemap"
  -Xcc -I -Xcc Sources/Base/CSystem/include
  -Xcc -fmodule-map-file=Sources/Base/CSQLite/module.modulemap
  -Xcc "-fmodule-map-file=$built/CBoard.build/module.modulemap"
  -Xcc -I -Xcc Sources/Programs/CBoard/include
  -Xcc -fmodule-map-file=Sources/Base/CEvent/module.modulemap
  -Xcc -fmodule-map-file=Sources/Base/CPostgres/module.modulemap
  -Xcc -fmodule-map-file=Sources/Base/CZlib/module.modulemap
)

graphs=$(mktemp -d)
warnings=$(mktemp)
trap 'rm -rf "$graphs" "$warnings"' EXIT
ls -d {Sources/*,Tools}/[A-Z]*/ | xargs -n 1 basename | grep -Ev '^(CSystem|CSQLite|CPostgres|CEvent|CZlib|CBoard)$' |
  xargs -P "$(nproc)" -I MODULE swift symbolgraph-extract -module-name MODULE -target "$target" \
    "${flags[@]}" -minimum-access-level public -skip-synthesized-members -output-dir "$graphs"

folder=$PWD/.build/reference
docc convert docs/reference.docc --additional-symbol-graph-dir "$graphs" \
  --fallback-display-name orch --fallback-bundle-identifier orch \
  --transform-for-static-hosting --output-path "$folder" 2>"$warnings" >&2 ||
  { cat "$warnings" >&2; exit 1; }
if grep -E '^(warning|error): ' "$warnings" | grep -v "^warning: Parameter '.*' is missing documentation$"; then
  cat "$warnings" >&2
  exit 1
fi >&2
echo "$folder"
