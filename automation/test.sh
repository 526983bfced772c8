#!/usr/bin/env bash
# Runs the tests: docs/testing.md.
set -euo pipefail
cd "$(dirname "$0")/.."

usage="usage: automation/test.sh [--quick | --long | --coverage | --update] [--browser]"
packages=test
tier=landing
for option in "$@"; do
  case "$option" in
    --browser)
      packages=browser
      export ORCH_TEST_BROWSER=1 ;;
    --quick | --long | --coverage | --update) tier=${option#--} ;;
    --help | -h)
      cat <<END
$usage
  (no option)   what a landing needs: the format check, a release build, and all tests on it
  --quick       after each change, on a debug build: the tests of the libraries that changed since the
                last commit, or in it, and a sample of the transcripts
  --long        before a release: every fault at every system call, every way to lose power, 1,000
                interleavings, the check of a release, and a soak, where else a sample is tried
  --update      plays the transcripts, the examples of documents and the corpus on a debug build, and
                writes what the commands print now
  --browser     the tests with a real browser, too, which is installed when it is missing
  --coverage    all tests on a debug build that counts: the lines of each library that they reach;
                fails below 90 %
END
      exit 0 ;;
    *)
      echo "test: unknown option '$option' ($usage)" >&2
      exit 64 ;;
  esac
done

automation/setup.sh "$packages"
export ORCH_POSTGRES=1

# The samples depend on this number, which counts days: the same number gives the same samples.
export ORCH_TEST_DAY=${ORCH_TEST_DAY:-$(($(date +%s) / 86400))}
[ "$tier" != long ] || export ORCH_TEST_LONG=1
started=$(date +%s)

if [ "$tier" = update ]; then
  swift build --build-tests
  ORCH_TEST_UPDATE=1 swift test --skip-build --disable-xctest --quiet \
    --filter '^EndToEndTests\.(Transcript|DocumentExample|Corpus)Tests/' \
    --filter '^ReferencePagesTests\.ContractTests/'
  exec git status --short -- Tests/Transcripts Tests/Corpus docs 'README*.md'
fi

# The paths that --quick tests: those that changed since the last commit, or else those of the last
# commit.
changed=
if [ "$tier" = quick ]; then
  changed=$({ git diff --name-only HEAD; git ls-files --others --exclude-standard; } | sort -u)
  [ -n "$changed" ] || changed=$(git diff --name-only HEAD~1)
fi

echo "== format"
if [ "$tier" = quick ]; then
  sources=$(grep '\.swift$' <<<"$changed" | while read -r path; do [ ! -f "$path" ] || echo "$path"; done)
  [ -z "$sources" ] || xargs -d '\n' swift format lint --strict --parallel <<<"$sources"
else
  swift format lint --strict --recursive --parallel Package.swift Sources Tools Tests
fi

# The suites of a path: those of its library, or of its own file. A path without suites is tested by
# CommandsTests.
suites_of() {
  local name file
  case $1 in
    Tests/EndToEndTests/*.swift | Tests/FeaturesTests/*.swift)
      name=${1#Tests/}
      ! grep -q '^@Suite' "$1" 2>/dev/null || echo "${name%%/*}\\.$(basename "$1" .swift)/"
      return ;;
    Tests/*Tests/*) name=${1#Tests/} ;;
    Sources/*/*/* | Tools/*/*) name=${1#Sources/*/}; name=${name#Tools/}; name=${name%%/*}Tests/ ;;
    *) return ;;
  esac
  name=${name%%/*}
  for file in "Tests/FeaturesTests/${name%Tests}"/*Tests.swift; do
    [ ! -f "$file" ] || suites_of "$file"
  done
  if [ -d "Tests/$name" ]; then echo "$name\\."; else echo 'CommandsTests\.'; fi
}

echo "== build"
if [ "$tier" = quick ]; then
  swift build --build-tests
  tests=$(swift build --show-bin-path)
  # Only the tests before a landing run the suites that wait, race or trace. The same holds for
  # suites that try thousands of cases or long texts, because these need optimized code.
  many='BigFile|ClaimsLag|Compaction|Effort|Fault|FaultVisitor|HostileLength|Interleaving|MergeAfterwards|SeveralChanges'
  many+='|Trial|VersionBounds|WatchScreen|Property'
  parts=(--filter='^EndToEndTests\.TranscriptTests/')
  for suites in $(while read -r path; do suites_of "$path"; done <<<"$changed" | sort -u); do
    parts+=(--filter="^$suites(?!\\w*($many)Tests)")
  done
  export ORCH_TEST_QUICK=1
else
  if [ "$tier" = coverage ]; then
    tests=$(automation/coverage.sh build | tail -n 1)
  else
    bin=$(automation/build.sh --tests | tail -n 1)
    tests=$(swift build -c release --show-bin-path)
  fi
  # These suites count system calls, and writing a profile adds some.
  uncounted=$([ "$tier" != coverage ] || echo '(?!SystemCalls)')
  # Those that take longest with --long are first.
  parts=(
    --filter='^EndToEndTests\.P' --filter="^EndToEndTests\\.${uncounted}S"
    --filter='^(?!EndToEndTests\.)[A-H]' --filter='^(?!EndToEndTests\.)[I-Z]'
    --filter='^EndToEndTests\.[T-Z]' --filter='^EndToEndTests\.[DEG-K]'
    --filter='^EndToEndTests\.[QR]' --filter='^EndToEndTests\.[A-C]'
    --filter='^EndToEndTests\.F' --filter='^EndToEndTests\.[L-O]'
  )
fi

# A process runs as many tests at once as there are processors. Most tests wait for programs, so
# several processes use the processors better. With --long, most tests compute.
most=${#parts[@]}
[ "$tier" != long ] || most=$((2 * $(nproc)))
echo "== test (samples of day $ORCH_TEST_DAY)"
logs=$(mktemp -d)
running=()
watchdog=
trap 'kill -- ${watchdog:+"-$watchdog"} "${running[@]/#/-}" 2>/dev/null || true; rm -rf "$logs"' EXIT
set -m # Each process has its own group, so that it can be ended with all that it started.
# Names the tests that never end, and ends them.
limit=1800
case $tier in
  long) limit=14400 ;;
  coverage) limit=3600 ;;
esac
(
  sleep "$limit"
  touch "$logs/late"
  echo "test: after $limit seconds these have not ended:" >&2
  for events in "$logs"/*.events; do
    jq -r '.payload | select(.kind == "testStarted" or .kind == "testEnded") | .testID' "$events" |
      sort | uniq -u | grep / >&2 || true
  done
  ps -eo pid,ppid,stat,wchan:20,etimes,args --forest | grep -v ' \[' >&2 || true
  for pid in "$logs"/*.pid; do
    [ -e "${pid%.pid}.status" ] || kill -KILL -- "-$(cat "$pid")"
  done
) &
watchdog=$!
for part in "${parts[@]}"; do
  # The watchdog is a job, too.
  while [ "$(jobs -pr | wc -l)" -gt "$most" ]; do sleep 1; done
  [ ! -e "$logs/late" ] || break
  number=${#running[@]}
  # The shell forgets the status of a process when a later one gets its number.
  (
    status=0
    # A crashed process under test must not wait for a backtrace.
    SWIFT_BACKTRACE=enable=no "$tests/orchPackageTests.xctest" --testing-library swift-testing \
      --quiet --event-stream-version 0 --event-stream-output-path "$logs/$number.events" \
      "${part%%=*}" "${part#*=}" >"$logs/$number" 2>&1 || status=$?
    echo "$status" > "$logs/$number.status"
  ) &
  running+=($!)
  echo $! > "$logs/$number.pid"
done
set +m
failed=0
[ ! -e "$logs/late" ] || failed=1
for process in "${!running[@]}"; do
  wait "${running[process]}" 2>/dev/null || true
  [ "$(cat "$logs/$process.status" 2>/dev/null)" = 0 ] || failed=1
  unset "running[process]"
  cat "$logs/$process"
done
kill -- "-$watchdog"
watchdog=
if [ "$tier" = coverage ]; then
  # Writing a profile needs disk space and rights, which tests of full disks, other users and
  # sandboxes deny.
  [ "$failed" = 0 ] || echo "test: some failed, which a landing would not allow" >&2
  automation/coverage.sh report
  exit
fi
[ "$failed" = 0 ] || exit 1
# Prints the tests that were skipped. In CI a test may be skipped only if the machine has no right
# to run it.
may_be_skipped='it builds the package|it packs two releases|no extended attributes'
if [ "$(id -u)" = 0 ]; then
  may_be_skipped+='|root may '
else
  may_be_skipped+='|only root |needs root'
fi
unshare -m true 2>/dev/null || may_be_skipped+='|needs root and unshare'
unshare -m mount --bind . . 2>/dev/null || may_be_skipped+='|right to mount'
strace -o /dev/null true 2>/dev/null || may_be_skipped+='|strace cannot trace'
setpriv --reuid 65534 --regid 65534 --clear-groups "$tests/orch" --version >/dev/null 2>&1 ||
  may_be_skipped+='|binaries that everybody may run'
[ "${ORCH_TEST_BROWSER:-}" = 1 ] || may_be_skipped+='|browser'
if command -v bwrap >/dev/null &&
  ! bwrap --unshare-user-try --unshare-pid --ro-bind / / --dev /dev --proc /proc true 2>/dev/null; then
  may_be_skipped+='|bwrap is missing'
fi
manager=$([ "$(id -u)" = 0 ] && echo --system || echo --user)
limit=$(systemd-run "$manager" --scope --quiet -p TasksMax=64 sh -c \
  'cat "/sys/fs/cgroup$(sed -n s/^0:://p /proc/self/cgroup)/pids.max"' 2>/dev/null || true)
[ "$limit" = 64 ] || may_be_skipped+='|systemd makes no scope'
skipped=$(jq -r 'select(.payload.kind == "testSkipped") | .payload.messages[0].text' "$logs"/*.events | sort)
[ -z "$skipped" ] || echo "$skipped"
if [ -n "${CI:-}" ] && grep -vE "$may_be_skipped" <<<"$skipped" | grep .; then
  echo "test: these were skipped, though the machine can run them" >&2
  exit 1
fi

count=0
for number in $(sed -n 's/.*Test run with \([0-9]*\) test.*/\1/p' "$logs"/*[0-9]); do
  count=$((count + number))
done
echo "$count tests passed"

# Compares the number of tests that ran with the number of tests in the folder Tests. Otherwise
# nobody would notice that a test belongs to no part, or that a process lost it.
declared=$(grep -rh '^ *@Test' Tests | wc -l)
if [ "$tier" != quick ] && [ "$count" != "$declared" ]; then
  echo "test: $count tests ran, and Tests has $declared" >&2
  exit 1
fi
if [ "$tier" = quick ]; then
  echo "Left out: most transcripts, and all but ${parts[*]#--filter=}; automation/test.sh runs everything."
fi
[ "$tier" = long ] || exit 0

echo "== torture, soak, release"
"$bin/orch" torture --seconds 300
automation/soak.sh --profile short --report "$(mktemp -d)"
# The release is built without ORCH_POSTGRES, as everybody builds it.
env -u ORCH_POSTGRES automation/release.sh --check
cat <<END
All is well. Put this line into docs/testing.md:
Last long run: $(date -u +%F), commit $(git rev-parse --short HEAD), version $("$bin/orch" --version | cut -d ' ' -f 2), $count tests, $((($(date +%s) - started) / 60)) minutes.
END
