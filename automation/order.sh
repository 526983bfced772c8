#!/usr/bin/env bash
# Writes automation/order.txt: the functions that the usual commands run. build.sh lets the linker
# put these functions side by side, so that a start touches a third of the pages. Run this script
# before a release; outdated names only cost speed. It needs valgrind.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v valgrind >/dev/null; then
  echo "order: there is no 'valgrind' on the PATH; install it (apt-get install valgrind)" >&2
  exit 69
fi
bin=$(automation/build.sh --symbols orch ops | tail -n 1)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

run() {
  valgrind --tool=callgrind --demangle=no --callgrind-out-file="$work/out.%p" \
    "$bin/$1" "${@:2}" --queue "$work/QUEUE.md" >/dev/null 2>"$work/errors" \
    || { cat "$work/errors" >&2; exit 70; }
}

run orch init
for task in one two three; do
  run orch add --id "$task" --priority P1 --task "$task" --success-criteria "$task is done"
done
run orch pick --owner-session worker
run orch done --owner-session worker --id one --notes ok
run orch pick --owner-session worker
run orch fail --owner-session worker --id two --notes no
run orch list
run orch list --json
run orch show three
run ops status
run ops why three

# In valgrind's file, a name follows its number at the first use of the number; 'N marks a
# recursion.
sed -nE "s/^c?fn=\([0-9]+\) ([A-Za-z_\$][^ ']*)('[0-9]+)?$/\1/p" "$work"/out.* | LC_ALL=C sort -u \
  >automation/order.txt
