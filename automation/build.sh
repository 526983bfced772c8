#!/usr/bin/env bash
# Builds the release executables, or those that are named, and prints their folder on the last line.
# With --tests it builds all executables and the tests, which run the installed programs. With
# --symbols the executables keep their symbols, for a profiler. If $ORCH_BIN is set, as .ci/run does
# after its build, it builds nothing and prints that folder.
#
# With ORCH_POSTGRES=1 it also builds orch-postgres, which needs libpq-dev: docs/postgresql.md.
#
# Package.swift has the flags. There is no debug information, because that contains the folder of
# the build, and release.sh has to make the same bytes in every folder.
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
  # Builds the libraries of both programs first, because each of them waits for others. The tests
  # wait for no other test, and would only take processors from the libraries.
  swift build "${flags[@]}" --product reference >&2
  swift build "${flags[@]}" --build-tests >&2
  set -- orch ops orch-postgres claimloop judge oversee claim reference soak storeloop
else
  [ $# -gt 0 ] || set -- orch ops ${ORCH_POSTGRES:+orch-postgres}
  for product; do swift build "${flags[@]}" --product "$product" >&2; done
fi
built=$(swift build "${flags[@]}" --show-bin-path)

# A copy of a program starts faster than the file that the linker wrote.
folder=$PWD/.build/bin
mkdir -p "$folder"
for product; do cp --remove-destination "$built/$product" "$folder/"; done
echo "$folder"
