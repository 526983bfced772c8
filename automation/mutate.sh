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
model=Sources/Queue/Model
worktrees=Sources/Features/Worktrees
# A mutation has a name and the suites that must notice it. Each of its changes has a file, a text
# in the file, and the new text.
mutations() {
  # What is stored stays.
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

  # What was judged, approved and landed is one thing.
  mutation 'work that no review judged lands without its checks' 'WorktreeFaultTests'
  change $worktrees/IntegrateWork.swift 'if let check, tree' 'if let check, judged.tree != nil, tree'

  mutation 'work that came after the review lands with an approval' 'WorktreeFaultTests'
  change $worktrees/LandWork.swift $'      case .refused:
        let files = try own.changes(from: commit, to: tree).map(\\.path)
        throw Problem.worktree(.leftWork(id: worktree.id, files: files))
      case .included:' '      case .refused, .included:'

  mutation 'the digest of an approval is not compared' 'ApprovedContentTests'
  change $model/Item/QueueItem+Approval.swift 'digests.contains(contents.digest(self, .start))' \
    '!contents.digest(self, .start).isEmpty'

  mutation 'a session may take back that a person approves' 'ReservedChangesTests'
  change $model/CallerKind.swift \
    $'case .person, .token(mayDecide: true): true\n    case .session, .worker,' \
    $'case .person, .session, .token(mayDecide: true): true\n    case .worker,'

  mutation 'a worker may change the criteria of another row' 'ReservedChangesTests'
  change $model/Transitions/ReservedChanges.swift \
    $'      try checkFields(before, after)\n    case .session' '    case .session'

  mutation 'a new row goes on with the branch of a removed one' 'WorktreeFaultTests'
  change $worktrees/OwnedBranch.swift \
    'endedNumber == claim }) { return false }' 'endedNumber == claim }) { return true }'

  mutation 'secrets are looked for in the last commit alone' 'FindSecretsTests'
  change $worktrees/FindSecrets.swift 'try repository.commits(of: tip, without: known)' \
    'Array(try repository.commits(of: tip, without: known).prefix(1))'

  mutation 'a full disk counts as a failure of the work' 'GitErrorTests'
  change Sources/Base/Git/GitError.swift 'command != "add" || says(Self.passing) ?' \
    'command != "add" ?'

  mutation 'a host counts by how it begins' 'ServerTests.AccessTests'
  change Sources/Programs/Server/Access/AccessControl.swift 'hosts.contains(address.name)' \
    'hosts.contains(where: { address.name.hasPrefix($0) })'

  # Habits: what people type, pull and take back.
  mutation 'a row with a near miss in its notes is handed out' 'NearMissNoteTests'
  change $model/Transitions/Transition+Pick.swift \
    $'    if let note = item.nearMiss(context.policy, in: table) { return .nearMiss(note) }\n' ''

  mutation 'a block of HTML does not end the table' 'TableEndTests'
  change Sources/Queue/Table/BlockStart.swift 'return HTMLBlockStart(bytes, content).isFound' \
    'return false'

  mutation 'a pipe in a proof becomes a slash' 'CriteriaTextTests'
  change $model/Item/CellText.swift \
    'part.isProof ? replacing("\\|", by: "|", in: part.text) : slashingPipes(part.text)' \
    'slashingPipes(part.text)'

  mutation 'undo goes to an older command if the last one stays' 'UndoTests'
  change $model/Transitions/UndoneCommand.swift 'commandsToUndo(by: context).first' \
    'commandsToUndo(by: context).first(where: { $0.allSatisfy { $0.reasonAgainstUndo == nil } })'

  mutation 'the base of what git brings is not looked for' 'GitHabitTests'
  change $storage/Rewriting/FoundVersion.swift 'try brought.base(in: history, after: entry)' \
    'try brought.base(in: history, after: entry), base.sequence < 0'

  mutation 'a copy in a linked worktree is another queue' 'LinkedWorktreeTests'
  change Sources/Queue/Door/TaskQueue/QueueLocation.swift \
    'else if Sidecar(forQueueAt: place).goesOnAlone' 'else if !usesCopy'

  mutation 'a row that is put off is handed out' 'ExplanationTests'
  change $model/Transitions/Transition+Pick.swift \
    $'    if let start = item.deferral(in: context.now.zone), start > context.now.epochSeconds {
      return .deferred(until: start)
    }\n' ''

  mutation 'the parent of a plan is handed out before its rows ended' 'StoreConformanceTests'
  change $model/Transitions/Transition+Pick.swift $'    if !takesParents,
      let plan = try Dependencies.plan(holding: item, in: table, context.policy)
    {
      return .waits(for: plan.blockers, plan: plan.name)
    }\n' ''

  mutation 'a field of CSV may be a formula' 'CSVTextTests'
  change Sources/Base/Text/CSV/CSVText.swift $'isFormula(field) ? "\'" + field : field' 'field'
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
