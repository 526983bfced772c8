#!/usr/bin/env bash
# Runs the tests on a build that counts, and prints how many lines of each file they reach.
#
# What only the programs run counts too: each leaves a profile of its own.
set -euo pipefail
cd "$(dirname "$0")/.."

goal=90
scratch=.build/coverage
profiles=$PWD/$scratch/profiles
resources=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
tools=$resources/../../bin

echo "== build with coverage"
# A worker gets few variables, so that the place of its profile is in the program; else it would lie in
# the row's worktree.
swift build --build-tests --enable-code-coverage --scratch-path "$scratch" \
  -Xcc "-DORCH_PROFILES=\"$profiles/%p.profraw\""

echo "== test"
rm -rf "$profiles"
mkdir -p "$profiles"
# SystemCallsTests count system calls, and leaving a profile takes some.
SWIFT_BACKTRACE=enable=no \
  swift test --skip-build --disable-xctest --quiet --scratch-path "$scratch" --skip SystemCallsTests

echo "== lines reached"
find "$profiles" -name '*.profraw' -size +0 > "$profiles/list"
# A program that was killed leaves a torn profile, or none.
"$tools/llvm-profdata" merge --sparse --failure-mode=all --input-files="$profiles/list" \
  -o "$profiles/all.profdata" 2> "$profiles/torn"
binaries=$(swift build --scratch-path "$scratch" --show-bin-path)
rm -f "$profiles"/*.profraw
# What tests link, and the programs around the libraries, are no product.
counted=(
  --instr-profile "$profiles/all.profdata" "$binaries/orchPackageTests.xctest"
  --object "$binaries/orch" --object "$binaries/ops"
  --ignore-filename-regex '/Tests/|/\.build/|/(Sources/Programs|Tools)/[a-z-]+/'
)
"$tools/llvm-cov" report --show-branch-summary=false --show-region-summary=false "${counted[@]}"
share=$("$tools/llvm-cov" export --summary-only "${counted[@]}" | jq '.data[0].totals.lines.percent')
if jq -en "$share < $goal" >/dev/null; then
  echo "coverage: $share % of the lines, and the goal is $goal %" >&2
  exit 1
fi
