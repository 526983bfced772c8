#!/usr/bin/env bash
# Builds the release executables, or those that are named, and prints their folder on
# the last line. With --tests all of them and the tests, which run what is installed; with
# --symbols the executables keep their symbols, for a profiler. With $ORCH_BIN, which .ci/run
# sets once all is built, nothing is built, and that folder is printed.
#
# With ORCH_POSTGRES=1 there is orch-postgres, too, which needs libpq-dev: docs/postgresql.md.
#
# Package.swift has the flags. No debug information, because it contains the folder of the
# build, and release.sh makes the same bytes in every folder.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -n "${ORCH_BIN:-}" ]; then
  echo "$ORCH_BIN"
  exit
fi
if [ "${1:-}" = --symbols ]; then
  export ORCH_KEEP_SYMBOLS=1
  shift
fi
flags=(-c release -debug-info-format none)
if [ "${1:-}" = --tests ]; then
  export ORCH_POSTGRES=1
  # First the libraries down to both command lines, each of which waits for others; the tests, of
  # which none waits for another, would only take their processors.
  swift build "${flags[@]}" --product reference >&2
  swift build "${flags[@]}" --build-tests >&2
  set -- orch ops orch-postgres claimloop judge oversee claim reference soak storeloop
else
  [ $# -gt 0 ] || set -- orch ops ${ORCH_POSTGRES:+orch-postgres}
  for product; do swift build "${flags[@]}" --product "$product" >&2; done
fi
built=$(swift build "${flags[@]}" --show-bin-path)

# A copy starts faster than the file that the linker wrote.
folder=$PWD/.build/bin
mkdir -p "$folder"
for product; do cp --remove-destination "$built/$product" "$folder/"; done
echo "$folder"
