import CommandLineKit
import Dispatching
import Engine
import Host
import Mirroring
import QueueModel
import Wording

// What commands print and warn of.

extension English {
  static func text(of output: CommandOutput) -> String {
    switch output {
    case .assigned(let id, let owner): "\(id.escaped) -> \((owner ?? "-").escaped)"
    case .added(let id): "Added \(id)"
    case .renamedByMerge(let file, let id, let formerID, let isTheirs):
      "\(file): \(formerID) of \(isTheirs ? "the other branch" : "this branch") is \(id) now; "
        + "\(formerID) is another row"
    case .edited(let id): "Edited \(id)"
    case .renamed(let line, let id, let newID): "Line \(line): \(id) -> \(newID)"
    case .asItWas(let id): "\(id) is unchanged"
    case .removedRow(let id, let isDryRun): "\(isDryRun ? "would remove" : "Removed") \(id)"
    case .removed(let id, let undone): "\(id) is removed (took back \(undone))"
    case .changed(let id, let status, let undone): "\(id) -> \(status) (took back \(undone))"
    case .mergeUndone(let moment, let ids):
      "took back the merge of \(moment): \(ids.isEmpty ? "no row changed" : ids)"
    case .noPendingTasks: "No pending tasks"
    case .noPendingRows: "no PENDING rows"
    case .noRows: "No rows"
    case .firstRow: "orch add --priority P1 --task T --success-criteria C adds one"
    case .otherOwner(let owner): "did you mean --owner \(owner)?"
    case .allRows: "orch list --all shows all rows"
    case .rows(let count): count.counted("row")
    case .rowsOf(let count, let total): "\(count) of \(total.counted("row"))"
    case .moreFinished(let count): "\(count) more finished (--all)"
    case .rowsInProgress(let count, let total):
      "\(count) of \(total.counted("row")) in progress"
    case .moreRows(let count): "and \(count) more"
    case .noWorkers: "workers: none"
    case .oldestPendingRow(let age): "oldest PENDING row: \(age.text)"
    case .noChanges: "No changes"
    case .noConflicts: "No conflicts"
    case .criterion(let number, let text, let result):
      "\(number). \(text.escaped): \(Self.text(of: result))"
    case .noProofs(let id):
      "\(id.escaped) has no criterion that orch can check; its report decides"
    case .addedWithoutProof(let ids, let more):
      ids.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
        + ": nothing checks the result; the report is taken at its word. A criterion such as 'file: PATH', 'grep: TEXT in FILE', "
        + "'json: FILE' or 'cmd: NAME' is checked"
    case .noAttempts(let id): "\(id.escaped) has no attempts"
    case .noCosts(let since): since.map { "No costs since \($0)" } ?? "No costs yet"
    case .resumed: "resumed"
    case .notPaused: "not paused"
    case .ready: "ready"
    case .pausedForNow: "paused"
    case .cannotStart: "can't start"
    case .claimedForCaller(let count):
      "\(count == 1 ? "this row is" : "these rows are") claimed for the caller, who starts the work: "
        + "orch.json names no worker"
    case .workerResumed(let name): "resumed \(name.escaped)"
    case .workerNotPaused(let name): "\(name.escaped) is not paused"
    case .workerTestCosts(let name):
      "\(name.escaped) starts now, outside the queue and its budget: it costs what a run costs"
    case .workerTested(let name, .finished, let status):
      "\(name.escaped) works: its report was understood\(status.map { ", Status: \($0)" } ?? "")"
    case .workerTested(let name, .handedOver(let session), _):
      "\(name.escaped) works: the test was handed over"
        + (session.map { " to \($0.escaped)" } ?? "") + "; what reports on it is refused"
    case .workerTested(let name, .failed(let failure), _):
      "\(name.escaped) does not work: \(failure.note.escaped) (\(failure.failureClass.rawValue))"
    case .drained: "drained"
    case .staysPaused: "the queue stays paused: nothing starts until ops resume"
    case .nothingScheduled: "nothing is scheduled"
    case .removedSchedule(let kind, let place, let isDryRun):
      "\(isDryRun ? "would remove" : "removed") \(kind)\t\(place)"
    case .created(let path): "Created \(path)"
    case .timesAre(let zone, let key, let file): "times are in \(zone): \(key) in \(file)"
    case .timesAreKorean(let unusable):
      "times are Korean (+09:00): \(unusable.escaped) names no time zone of /usr/share/zoneinfo "
        + "(for another, remove the queue and run orch init --tz NAME)"
    case .newIDsAre(let first, let file): "new ids are \(first): id_prefix in \(file)"
    case .gitMerges(let path, let parts):
      parts.isEmpty ? "git already merges \(path) by cell" : "git merges \(path) by cell: \(parts)"
    case .nextSteps(let steps):
      "Next:"
        + NextStep.lines(steps) { purpose in
          switch purpose {
          case .trust: "lets orch start what orch.json names; read it first"
          case .version: "finds its program, and asks for its version"
          case .tryWorker: "sends it a task of one line, which costs a little"
          case .addRow: "a row, whose criterion orch checks itself"
          case .work: "works the rows, and ends when none can start"
          case .look: "what came of them"
          case .attempts: "it failed at first"
          case .answer: "answers its question; then orch daemon again"
          }
        }
    case .aligned(let file): "\(file) is aligned"
    case .notAligned(let file, let lines):
      "\(file) is not aligned: orch fmt would change \(lines.counted("line"))"
    case .alignedLines(let lines, let file): "Aligned \(lines.counted("line")) of \(file)"
    case .named(let id): "Named \(id)"
    case .imported(let rows, let database): "Imported \(rows) rows into \(database)"
    case .databaseGoesOn:
      "the database goes its own way there; --force takes what the table says"
    case .rendered(let rows): "rendered \(rows) rows"
    case .mirrored(let line): text(of: line)
    case .archived(let rows, let path, let isDryRun):
      "\(isDryRun ? "would archive" : "archived") \(rows.counted("row")) to \(path)"
    case .archivedFiles(let count, let isDryRun):
      "\(isDryRun ? "would move" : "moved") \(count.counted("file")) of archived rows"
    case .expiredAttempts(let count, let bytes, let isDryRun):
      "\(isDryRun ? "would remove" : "removed") \(count.counted("attempt")) of finished rows, "
        + "\(bytes.counted("byte")): retention in orch.json"
    case .spooled(let name): "spooled \(name)"
    case .names(let file, let anyPrograms):
      "\(file) names \(anyPrograms ? "these programs:" : "no programs")"
    case .projectFiles: "files of the project among them:"
    case .uncovered(let word): "what is read at \(word) is not part of what is trusted"
    case .obstacle(let key, let obstacle):
      "\(key): \(obstacle.description.escaped); once it is installed, run orch trust again"
    case .placeOutside(let key, let path): "\(key) leads out of home, to \(path)"
    case .changedSinceTrusted(let files):
      "changed since it was trusted: \(files.joined(separator: ", "))"
    case .trusts(let home): "Trust \(home)? [y/N]"
    case .trusted(let home): "trusted \(home)"
    case .noLongerTrusted(let home): "no longer trusted \(home)"
    }
  }

  private static func text(of result: CheckedWork.Result) -> String {
    switch result {
    case .met(let found): "met: \(found.escaped)"
    case .notMet(let reason): "not met: \(reason.escaped)"
    case .needsClaim: "not checked by orch; the report has to claim it"
    }
  }

  private static func text(of line: MirrorReport.Line) -> String {
    let id = line.id.escaped
    let fields = line.fields.map(\.name).joined(separator: ", ")
    return switch line.action {
    case .added: "added \(id)"
    case .changed: "changed \(id): \(fields)"
    case .removed: "removed \(id)"
    case .restored: "restored \(id): deleted in the table"
    case .taken: "took \(id): \(fields)"
    case .takenAsNew: "took \(id): new in the table"
    case .notTaken: "not taken \(id): \(fields)"
    case .kept: "kept \(id): \(fields)"
    case .gone: "left out \(id): gone from the database"
    case .onlyInDatabase: "only in the database: \(id)"
    case .left: "left \(id): gone from the database, and edited since: \(fields)"
    case .unreadable: "passed over \(id): its id or status is none that a table has"
    }
  }

  static func text(of warning: CommandWarning) -> String {
    switch warning {
    case .stuckRow(let id, let blockers, let more):
      "\(id) waits for \(blockers.map { text(of: $0) }.joined(separator: ", "))"
        + (more > 0 ? ", and \(more) more (ops status lists them)" : "")
    case .malformedRow(let place, let more):
      "\(place)\(more > 0 ? ", and \(more) more" : "") "
        + "(such rows are left alone; orch lint lists them)"
    case .notUTF8(let source):
      "\(source) is not UTF-8 (what could not be read stands as U+FFFD)"
    case .settingsLeftOut(let error):
      "\(error.sentence.english): defaults are used for what can't be read, and no program starts "
        + "(\(error.hint.english))"
    case .zoneNotUsed(let name, let zone, let used):
      "\(name) is \(zone), but times are \(used), because the table has started_at_kst "
        + "and due_at_kst (rename these headings to started_at and due_at)"
    case .zoneNotNamed(let used):
      "the table has started_at and due_at, but no tz says their time zone: times are \(used) "
        + "(set tz in orch.json, such as \"Europe/Berlin\", in the place of tz_offset)"
    case .attemptsStay(let count):
      "\(count.counted("attempt")) could not be removed: look at the permissions of .orch/attempts"
    case .noAttemptsRemoved(let error):
      "no attempts are removed: \(error.sentence.english) (\(error.hint.english))"
    case .filesStay(let error):
      "files of archived rows stay where they are: \(error.sentence.english)"
    case .newsUnread(let error):
      "rows that failed can't be listed now; a later tick lists them: \(error.sentence.english)"
    case .leftOut(let error): "left out: \(error.sentence.english) (\(error.hint.english))"
    case .unrecordedEdit: "the file was edited since; the next change records the edit"
    case .longBrief(let bytes, let limit):
      "the brief has \(bytes) bytes; a worker is sent the first \(limit)"
    case .droppedPhases(let phases, let parallel): "--parallel \(parallel) leaves out: \(phases)"
    case .unclearBrief(let file, let id, let formerID):
      "\(file): tasks/\(formerID).md may be the brief of \(formerID) or of \(id): move it to "
        + "tasks/\(id).md, or say orch edit \(formerID) --brief tasks/\(formerID).md"
    case .conflictsInTable(let file):
      "\(file) is a whole table, without markers: look at the messages above, then git add it"
    case .conflictsStayUnread(let error):
      "ops status goes on counting these: \(error.sentence.english)"
    case .logGrows(let error):
      "\(error) (the run log grows beyond its limit; mend that, or set ORCH_LOG_MAX_BYTES to 0)"
    case .logNotTrusted(let error):
      "\(error.sentence.english) (\(error.hint.english); the run log is not written)"
    case .logNotWritten(let error):
      "\(error) (the run log is not written; --no-log switches it off)"
    }
  }
}
