#!/usr/bin/env bash
# Runs all tests, the format check, and the floor on the number of tests.
set -euo pipefail
cd "$(dirname "$0")/.."

usage="usage: automation/test.sh [--browser] [--long] [--coverage]"
packages=test
coverage=no
for option in "$@"; do
  case "$option" in
    --browser)
      packages=browser
      export ORCH_TEST_BROWSER=1 ;;
    --long) export ORCH_TEST_LONG=1 ;;
    --coverage) coverage=yes ;;
    --help | -h)
      cat <<END
$usage
  (no option)   the format check, the build, all tests, and the floor on their number
  --browser     the tests with a real browser, too, which is installed when it is missing
  --long        every fault at every system call, every way to lose power, and 1,000
                interleavings of commands and saves, where else a sample is tried; many
                minutes; docs/reliability.md has the rest
  --coverage    all tests on a build that counts: the lines of each library that they
                reach; fails below 90 %; docs/coverage.md has the rest
END
      exit 0 ;;
    *)
      echo "test: unknown option '$option' ($usage)" >&2
      exit 64 ;;
  esac
done

automation/setup.sh "$packages"
[ "$coverage" = no ] || exec automation/coverage.sh

echo "== format"
swift format lint --strict --recursive --parallel Package.swift Sources Tests

echo "== build"
swift build --build-tests

echo "== test"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# A crashed process under test must not wait for a backtrace.
SWIFT_BACKTRACE=enable=no swift test --skip-build --disable-xctest --quiet 2>&1 | tee "$log"

# A function that lost its @Test is silently never run.
floor=$(cat Tests/minimum-count)
count=$(sed -n 's/.*Test run with \([0-9]*\) test.*/\1/p' "$log" | tail -n 1)
if [ "${count:-0}" -lt "$floor" ]; then
  echo "test: only ${count:-0} tests ran; Tests/minimum-count says $floor" >&2
  exit 1
fi
