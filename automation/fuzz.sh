#!/usr/bin/env bash
# Gives inputs that libFuzzer makes to the code that reads what others wrote. Tools/fuzz says what
# has to hold for every input.
set -euo pipefail
cd "$(dirname "$0")/.."

usage="usage: automation/fuzz.sh [TARGET [SECONDS]]"
targets=(table report mcp lsp http)
case "${1:-}" in
  --help | -h)
    cat <<END
$usage
  TARGET    table   a queue file: it is refused with a place, or kept byte for byte
            report  a worker's message: the report, the guardrails and the gate
            mcp     a talk with the server of the Model Context Protocol
            lsp     an editor's stream to the language server
            http    a connection to the server on loopback
            Without a target, each of them in turn.
  SECONDS   how long; 300 by default. The first build takes some minutes.

Prints a line for each target: how many inputs it got, and how many edges of the code they reached.
What is found is in .build/fuzz/found, and this gives it to the target again:

  ORCH_FUZZ_TARGET=TARGET .build/fuzz/debug/fuzz FILE

The status is 1 if something was found. Inputs that reach new code are kept for the next run.
END
    exit 0 ;;
  "") ;;
  table | report | mcp | lsp | http) targets=("$1") ;;
  *)
    echo "fuzz: unknown target '$1' ($usage)" >&2
    exit 64 ;;
esac
seconds=${2:-300}
if [ $# -gt 2 ] || ! [[ $seconds =~ ^[1-9][0-9]*$ ]]; then
  echo "fuzz: '$*' is not a target and its seconds ($usage)" >&2
  exit 64
fi

scratch=.build/fuzz
ORCH_FUZZ=1 swift build -c debug --scratch-path "$scratch" --product fuzz \
  -Xswiftc -O -Xswiftc -sanitize=fuzzer >&2

# Makes the inputs that a target begins with, from files of the tests.
seeds() {
  local cases=Tests/Cases folder=$2 number=0 line
  case $1 in
    table)
      while IFS= read -r line; do cp "$line" "$folder/${line//\//-}"; done \
        < <(find Tests/Corpus -name QUEUE.md) ;;
    report)
      while IFS= read -r -d '' line; do
        number=$((number + 1))
        printf '%s' "$line" > "$folder/$number"
      done < <(
        jq -j '.criteria, "\n====\n", .report, "\u0000"' "$cases"/{contract,review}/*.jsonl
      ) ;;
    mcp | lsp)
      # A whole talk, and each message.
      cp "$cases/fuzz/$1.txt" "$folder/talk"
      split -l 1 -a 3 "$cases/fuzz/$1.txt" "$folder/" ;;
    http)
      while read -r method path body; do
        number=$((number + 1))
        printf '%s\r\n' "$method $path HTTP/1.1" 'Host: localhost' 'Authorization: Bearer T' \
          "Content-Length: ${#body}" '' > "$folder/$number"
        printf '%s' "$body" >> "$folder/$number"
      done < "$cases/fuzz/http.txt" ;;
  esac
}

# Queues are made in memory if there is such a folder.
memory=/dev/shm
[ -w "$memory" ] || memory=${TMPDIR:-/tmp}
temporary=$(mktemp -d "$memory/fuzz-XXXXXX")
trap 'rm -rf "$temporary"' EXIT

status=0
mkdir -p "$scratch/found"
for target in "${targets[@]}"; do
  rm -rf "$scratch/seeds/$target"
  mkdir -p "$scratch/seeds/$target" "$scratch/reached/$target"
  seeds "$target" "$scratch/seeds/$target"
  # The words of these inputs, which libFuzzer puts into others.
  LC_ALL=C grep -rhoE '[A-Za-z_/=-]{2,32}' "$scratch/seeds/$target" | LC_ALL=C sort | uniq -c |
    sort -rn | awk 'NR <= 400 { print "\"" $2 "\"" }' > "$scratch/words-$target"
  log=$scratch/$target.log
  ended=0
  TMPDIR=$temporary ORCH_FUZZ_TARGET=$target SWIFT_BACKTRACE=enable=no "$scratch/debug/fuzz" \
    -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -dict="$scratch/words-$target" \
    -artifact_prefix="$scratch/found/$target-" -print_final_stats=1 \
    "$scratch/reached/$target" "$scratch/seeds/$target" > "$log" 2>&1 || ended=$?
  inputs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
  found="nothing found"
  [ "$ended" = 0 ] || found=$(sed -n 's/.*Test unit written to //p' "$log")
  echo "$target: ${inputs:-0} inputs, ${edges:-0} edges, ${found:-no input, see $log}"
  if [ "$ended" != 0 ]; then
    status=1
    grep -m 5 -E 'Fatal error|ERROR: libFuzzer|SUMMARY' "$log" || tail -n 5 "$log"
  fi
done
exit "$status"
