#!/usr/bin/env bash
# The steps of automation/test.sh --coverage before and after the tests. `build` builds programs
# that count their lines, and prints their folder; `report` prints how many lines of each file the
# tests reach.
#
# Lines that only the programs run count, too: each program adds to one of eight profiles when it
# ends.
set -euo pipefail
cd "$(dirname "$0")/.."

goal=90
scratch=.build/coverage
profiles=$PWD/$scratch/profiles
resources=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
tools=$resources/../../bin

case $1 in
  build)
    rm -rf "$profiles"
    # A worker gets few variables, so the program itself contains the path of its profile. Otherwise
    # the profile would be written into the row's worktree.
    swift build --build-tests --enable-code-coverage --scratch-path "$scratch" \
      -Xcc "-DORCH_PROFILES=\"$profiles/%8m.profraw\"" >&2
    swift build --scratch-path "$scratch" --show-bin-path ;;
  report)
    # A program that was killed may leave a torn profile.
    "$tools/llvm-profdata" merge --sparse --failure-mode=all "$profiles"/*.profraw \
      -o "$profiles/all.profdata" 2> "$profiles/torn"
    binaries=$(swift build --scratch-path "$scratch" --show-bin-path)
    # Helpers that only tests link, and the programs around the libraries, do not count.
    counted=(
      --instr-profile "$profiles/all.profdata" "$binaries/orchPackageTests.xctest"
      --object "$binaries/orch" --object "$binaries/ops"
      --ignore-filename-regex '/Tests/|/\.build/|/(Sources/Programs|Tools)/[a-z-]+/'
    )
    "$tools/llvm-cov" report --show-branch-summary=false --show-region-summary=false "${counted[@]}"
    share=$("$tools/llvm-cov" export --summary-only "${counted[@]}" | jq '.data[0].totals.lines.percent')
    echo "coverage: $share % of the lines; the goal is $goal %"
    ! jq -en "$share < $goal" >/dev/null ;;
esac
