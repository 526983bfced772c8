#!/usr/bin/env bash
# Builds the release executables, or those that are named, and prints their folder on
# the last line. With --symbols first they keep their symbols, for a profiler.
#
# This is the one place that knows the release flags: fully static, because that
# decides start-up; lld, because it strips and warns of nothing. No debug information
# and no hashes for incremental builds, because both tell the folder of the build, and
# release.sh makes the same bytes in every folder.
#
# Start-up is page faults and what the runtime looks up. So what most commands run is
# put side by side (order.txt, which order.sh writes; a name that is gone is passed over),
# what nothing runs is left out, function by function, types are found by a call instead
# of by their name, and the library for regular expressions is not linked: no code needs it.
set -euo pipefail
cd "$(dirname "$0")/.."

strip=(-Xlinker -s)
if [ "${1:-}" = --symbols ]; then
  strip=()
  shift
fi
frontend=(
  -disable-incremental-llvm-codegen -function-sections
  -disable-concrete-type-metadata-mangled-name-accessors
  -disable-implicit-string-processing-module-import
)
flags=(-c release -Xswiftc -static-executable -Xswiftc -use-ld=lld "${strip[@]}")
flags+=(-debug-info-format none)
for flag in "${frontend[@]}"; do flags+=(-Xswiftc -Xfrontend -Xswiftc "$flag"); done
flags+=(-Xlinker --no-warn-symbol-ordering)
flags+=(-Xlinker "--symbol-ordering-file=$PWD/automation/order.txt")
[ $# -gt 0 ] || set -- orch ops
for product; do swift build "${flags[@]}" --product "$product" >&2; done
built=$(swift build "${flags[@]}" --show-bin-path)

# A copy starts faster than the file that the linker wrote.
folder=$PWD/.build/bin
mkdir -p "$folder"
for product; do cp --remove-destination "$built/$product" "$folder/"; done
echo "$folder"
