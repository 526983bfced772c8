#!/usr/bin/env bash
# Makes one mutation of the code at a time, in a copy below .build, and runs the tests that must
# notice it, with the samples of a landing. Prints a line for each mutation: its name, and the test
# that noticed it. The status is 1 if a mutation was not noticed. The first build takes some
# minutes, and each mutation one or two.
#
#   automation/mutate.sh         all of them
#   automation/mutate.sh 2 7     these
set -euo pipefail
cd "$(dirname "$0")/.."

storage=Sources/Queue/Stores/Markdown
# A mutation has a name and the suites that must notice it. Each of its changes has a file, a text
# in the file, and the new text.
mutations() {
  mutation 'the new file is not synced' 'SyncOrderTests|SystemCallsTests|PowerLossTests'
  change $storage/Rewriting/Rewriter+Swap.swift $'    try descriptor.sync()\n' ''

  mutation 'the journal is not synced' 'SyncOrderTests|SystemCallsTests|PowerLossTests'
  change $storage/Journal/Journal.swift $'at: size)\n      try descriptor.syncData()' 'at: size)'

  mutation 'the folder is not synced after the swap' 'SyncOrderTests|SystemCallsTests|PowerLossTests'
  change $storage/Rewriting/Rewriter.swift \
    'do { try Directory.sync(Path.parent(of: path)) } catch { throw .notDurable(error) }' ''

  mutation 'the new name of a generation is not synced' 'SyncOrderTests|PowerLossTests'
  change $storage/Rewriting/Generations.swift $'    try Directory.sync(sidecar.generations)\n' ''

  mutation 'the swap comes before the journal' 'SyncOrderTests|SystemCallsTests|FaultTests'
  change $storage/Rewriting/Rewriter+Swap.swift $'      try journal.append(entries)\n      return true' \
    $'      _ = try Directory.exchange(new.path, path)\n      try journal.append(entries)\n      _ = try Directory.exchange(new.path, path)\n      return true'

  mutation 'the exchange is a rename' 'SystemCallsTests|FaultVisitorTests|InterleavingTests'
  change $storage/Rewriting/Rewriter+Swap.swift 'if try Directory.exchange(generation, path) { return true }' \
    $'if try FileStatus.ifExists(path) != nil {
      try Directory.link(path, to: generation + ".old")
      try Directory.move(generation, to: path)
      try Directory.move(generation + ".old", to: generation)
      return true
    }'

  mutation 'a save that came just before the swap is not looked for' 'InterleavingTests|FaultVisitorTests|GenerationTests|FoundSaveTests'
  change $storage/Rewriting/Rewriter+Swap.swift 'if try isUnmodified(generation, expected) { return .done }' \
    $'_ = try isUnmodified(generation, expected)\n        if displacedSave == nil { return .done }'

  mutation 'a swap that failed stays in the journal' 'FaultTests|InterleavingTests'
  change $storage/Rewriting/Rewriter+Swap.swift $'        try journal.removeLast()\n        try Directory.remove(generation)' \
    '        try Directory.remove(generation)'

  mutation 'a swap that a crash prevented counts as made' 'FaultTests|PowerLossTests'
  change $storage/Rewriting/Rewriter+Recovery.swift \
    $'    case true?:\n      try journal.removeLast()\n' $'    case true?:\n'

  mutation 'a rewrite in place is not journaled' 'FaultTests|InPlaceRecoveryTests'
  change $storage/Rewriting/Rewriter+InPlace.swift $'    try journal.append(entries)\n' \
    $'    if journal.last == nil { try journal.append(entries) }\n'

  mutation 'the lock is not taken' 'ConcurrencyTests|ConcurrencyLockTests|LockTests'
  change Sources/Base/Host/LockFile.swift 'if flock(descriptor.number, LOCK_EX | LOCK_NB) == 0 { return }' \
    $'_ = flock(descriptor.number, LOCK_EX | LOCK_NB)\n    if deadline > .zero { return }'

  mutation 'the token of a claim is not compared' 'FencingTests|FenceTests'
  change Sources/Queue/Model/Claim.swift '!isClaimed || claimToken != claim?.token' '!isClaimed'

  mutation 'a spooled report is not synced' 'ReportCrashTests|FaultTests|PowerLossTests|SyncOrderTests'
  change Sources/Queue/Workers/TeamProtocol/Inbox/Inbox.swift $'      try file.sync()\n' ''

  mutation 'a transaction of the database does not lock at its start' 'ConcurrencyDatabaseTests|SQLiteSharingTests|SQLiteTests'
  change Sources/Base/SQLite/Database.swift 'run("BEGIN IMMEDIATE")' 'run("BEGIN DEFERRED")'

  mutation 'a failed transaction is committed' 'CrashDatabaseTests|FaultTests|SQLiteSharingTests'
  change Sources/Queue/Stores/SQLite/SQLiteStore+Transactions.swift 'try? database.rollback()' 'try? database.commit()'
}

names=() filters=() files=() texts=() replacements=() owners=()
mutation() { names+=("$1") filters+=("$2"); }
change() { owners+=("${#names[@]}") files+=("$1") texts+=("$2") replacements+=("$3"); }
mutations
[ $# -gt 0 ] || set -- $(seq ${#names[@]})

copy=.build/mutations
mkdir -p "$copy"/{Sources,Tools,Tests}
# A file that did not change keeps its inode and time, because a build compares them.
tracked=$(git ls-files --cached --others --exclude-standard -- . ':!pilot_logs')
while IFS= read -r file; do
  [ -e "$file" ] && ! cmp -s "$file" "$copy/$file" || continue
  mkdir -p "$copy/$(dirname "$file")"
  cp -p "$file" "$copy/$file"
done <<<"$tracked"
(cd "$copy" && find Sources Tools Tests -type f) | sort | comm -13 <(sort <<<"$tracked") - |
  while IFS= read -r file; do rm "$copy/$file"; done

replace() {
  TEXT=$2 REPLACEMENT=$3 perl -0pi -e \
    '$found = s/\Q$ENV{TEXT}\E/$ENV{REPLACEMENT}/; END { exit !$found }' "$1"
}

missed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "| mutation | noticed by |"
echo "| --- | --- |"
for number; do
  changed=()
  for index in "${!owners[@]}"; do
    [ "${owners[index]}" = "$number" ] || continue
    changed+=("${files[index]}")
    if ! replace "$copy/${files[index]}" "${texts[index]}" "${replacements[index]}"; then
      echo "mutate: ${files[index]} has no longer what '${names[number - 1]}' changes" >&2
      exit 65
    fi
  done
  if ! swift build --build-tests --package-path "$copy" >"$log" 2>&1; then
    grep -m 3 'error:' "$log" >&2
    echo "mutate: '${names[number - 1]}' does not compile" >&2
    exit 65
  fi
  status=0
  # Runs all cases, because the sample of this day may not include the mutated code.
  ORCH_TEST_LONG=1 SWIFT_BACKTRACE=enable=no swift test --package-path "$copy" --skip-build \
    --disable-xctest --filter "${filters[number - 1]}" >"$log" 2>&1 || status=$?
  noticed=$(sed -nE 's/^. Suite "?([A-Za-z]+)"? failed.*/`\1`/p' "$log" | sort -u | paste -sd ' ')
  if [ "$status" = 0 ]; then
    missed=1
    noticed=nothing
  elif [ -z "$noticed" ]; then
    noticed="a crash of the tests"
  fi
  echo "| ${names[number - 1]} | $noticed |"
  for file in "${changed[@]}"; do cp -p "$file" "$copy/$file"; done
done
exit "$missed"
