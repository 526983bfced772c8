#!/usr/bin/env bash
# What automation/test.sh --coverage does besides the tests: `build` builds what counts its lines, and
# prints its folder; `report` prints how many lines of each file the tests reach.
#
# What only the programs run counts too: each adds to one of eight profiles when it ends.
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
    # A worker gets few variables, so that the place of its profile is in the program; else it would lie
    # in the row's worktree.
    swift build --build-tests --enable-code-coverage --scratch-path "$scratch" \
      -Xcc "-DORCH_PROFILES=\"$profiles/%8m.profraw\"" >&2
    swift build --scratch-path "$scratch" --show-bin-path ;;
  report)
    # A program that was killed may leave a torn profile.
    "$tools/llvm-profdata" merge --sparse --failure-mode=all "$profiles"/*.profraw \
      -o "$profiles/all.profdata" 2> "$profiles/torn"
    binaries=$(swift build --scratch-path "$scratch" --show-bin-path)
    # What tests link, and the programs around the libraries, are no product.
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
