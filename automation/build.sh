#!/usr/bin/env bash
# Builds the release executables, or those that are named, and prints their folder on
# the last line.
#
# This is the one place that knows the release flags: fully static, because that
# decides start-up; lld, because it strips and warns of nothing. No debug information
# and no hashes for incremental builds, because both tell the folder of the build, and
# release.sh makes the same bytes in every folder.
set -euo pipefail
cd "$(dirname "$0")/.."

flags=(-c release -Xswiftc -static-executable -Xswiftc -use-ld=lld -Xlinker -s)
flags+=(-debug-info-format none -Xswiftc -Xfrontend -Xswiftc -disable-incremental-llvm-codegen)
[ $# -gt 0 ] || set -- orch ops
for product; do swift build "${flags[@]}" --product "$product" >&2; done
built=$(swift build "${flags[@]}" --show-bin-path)

# A copy starts faster than the file that the linker wrote.
folder=$PWD/.build/bin
mkdir -p "$folder"
for product; do cp --remove-destination "$built/$product" "$folder/"; done
echo "$folder"
