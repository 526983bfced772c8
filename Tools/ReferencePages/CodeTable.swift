import Door
import Model
import Stores
import Table
import Workers

// Tables of codes whose descriptions are in this file. The compiler reports a code without a
// description.

enum CodeTable {
  /// The codes of `lint` with this severity.
  static func findings(_ severity: Finding.Severity) -> [String] {
    lines(
      of: Finding.Rule.allCases.filter { $0.severity == severity },
      header: [severity.rawValue, "when"], \.meaning)
  }

  static var events: [String] { lines(of: Event.allCases, header: ["event", "when"], \.meaning) }

  static var journalFields: [String] {
    lines(of: JournalEntry.Field.allCases, header: ["field", "meaning"], \.meaning)
      + ["| `crc` | CRC-32 of the line up to this field; a line with a wrong CRC is ignored |"]
  }

  static var startProblems: [String] {
    lines(
      of: WaitReason.Code.allCases.filter { $0.meaning != nil }, header: ["code", "meaning"],
      { $0.meaning ?? "" })
  }

  static var workerKeys: [String] {
    MarkdownTable.lines(
      header: ["key", "meaning"], rows: WorkerKey.all.map { ["`\($0.name)`", $0.meaning] })
  }

  /// A row for each meaning, with the codes that have it.
  private static func lines<Code: RawRepresentable<String>>(
    of codes: [Code], header: [String], _ meaning: (Code) -> String
  ) -> [String] {
    var rows: [[String]] = []
    for code in codes {
      let name = "`\(code.rawValue)`"
      if let row = rows.firstIndex(where: { $0[1] == meaning(code) }) {
        rows[row][0] += ", \(name)"
      } else {
        rows.append([name, meaning(code)])
      }
    }
    return MarkdownTable.lines(header: header, rows: rows)
  }
}

extension Finding.Rule {
  fileprivate var meaning: String {
    switch self {
    case .cellCount: "more or fewer cells than the header"
    case .unknownStatus: "the status is none of the five"
    case .emptyID: "no id; `orch fmt --ids` gives one"
    case .illFormedID:
      "an id that breaks the rule above. The row can be shown and finished, but not picked or assigned"
    case .repeatedID: "several rows have the id: [Ids](#ids)"
    case .dependencyCycle:
      "rows that wait for each other; none of them can start, but you can finish one"
    case .badBrief:
      "with a worker in `orch.json`: `tasks/ID.md` is a folder, a link or unreadable, or "
        + "[may be another row's](git.md#the-same-id-two-tasks). No worker starts; a session may "
        + "pick the row"
    case .unknownWorker:
      "with `workers` in `orch.json`: a row or a route names a worker that is not there, or there is no "
        + "`default`. A route is reported once, at its first row. A session may pick the row"
    case .unknownRepository:
      "if `orch` starts workers: `repo` of an unfinished row names none of `repositories` in "
        + "`orch.json`"
    case .unknownPriority: "the priority is unknown and sorts after P2"
    case .unreadableTime:
      "a start or due time in another form; if `orch` starts workers, also a `timeout`"
    case .unreadableNumber: "`max_attempts` is not a whole number"
    case .absolutePath: "a path in `touches` is absolute, and counts as a path of the project"
    case .nearMissNote:
      "a note looks like a [control](storage.md#notes), but no rule reads it, such as "
        + "`approval=yes`. It is a problem if it may be the reason why the row must not start yet"
    case .longBrief:
      "with a worker in `orch.json`: `tasks/ID.md` is longer than what a worker is sent"
    case .malformedProof:
      "an unfinished row has a criterion that begins like a proof and lacks a part, such as "
        + "`grep: TEXT FILE`"
    case .missingCheck:
      "if `orch` runs checks: an unfinished row has the criterion `cmd: NAME`, and `review.checks` has no NAME"
    case .unreadableSchema:
      "an unfinished row has the criterion `json: FILE SCHEMA`, and the schema can't be read or has "
        + "a keyword that `orch` does not know"
    case .unknownPlaceholder:
      "a worker's `argv` or `sandbox` in `orch.json` has a word such as `{foo}` that `orch` does "
        + "not replace"
    case .unknownDependency:
      "`after` names a row that is not there, and that was not DONE when it was archived"
    case .deceptiveCharacter: "an invisible or bidirectional character"
    case .htmlComment: "a comment in a cell: agents read it, people do not see it"
    case .unseenText:
      "the title of a link in a cell; a comment or such a title in the brief of an unfinished row"
    case .rowOutsideTable: "looks like a row, but the table ended above it"
    case .secondTable: "a second table with the queue's columns: no command reads its rows"
    case .oddBlank:
      "a no-break space, an ideographic space or a similar one: around a cell, where it is ignored, or within a word or an id"
    }
  }
}

extension Event {
  fileprivate var meaning: String {
    switch self {
    case .added, .edited, .removed, .moved, .picked, .done, .failed, .blocked, .released, .assigned,
      .cancelled, .replanned, .undone, .restored, .answered, .approved, .rejected:
      "the transition with this name"
    case .retried:
      "a retry, also by the watchdog, by the verdict RETRY, or after a failed attempt. The event that ends a failed attempt has "
        + "`failure`, its class, and [`claim_before`](queue-file.md#an-entry-of-the-journal)"
    case .guardrail, .reviewGate:
      "the findings on a report: before and after the row's own event"
    case .pullRequest: "what the forge reported about the row's pull request"
    case .leaseAcquired, .leaseRenewed, .leaseReleased, .leaseEnded: "a change of a lease"
    case .idempotencySkipped: "a pick closed a row whose work was done"
    case .approvalRequested: "a pick met a row with `approval=start`"
    case .firstSeen: "the watchdog met a row without a known start"
    case .externalEdit, .migrated, .rendered: "the change came from the table"
    case .archived: "the row went to the archive; the payload is the row"
    }
  }
}

extension WaitReason.Code {
  /// The meaning of a reason why a worker does not start on a row that may start; `nil` for other
  /// reasons.
  fileprivate var meaning: String? {
    switch self {
    case .untrusted: "`orch trust` is missing, or another user may write what would start"
    case .missingProgram: "the program, its interpreter or the required sandbox cannot be run"
    case .missingSandbox:
      "`sandbox_required` is set, and the [sandbox](#sandbox) cannot enforce a limit"
    case .badSettings:
      "`orch.json` or `prompt` cannot be read, the cost cannot be known for a budget in dollars, or "
        + "a row has `repo` and its worker no `worktree`"
    case .oldVersion: "the version is below `min_version`, or unreadable"
    case .notWritable: "the queue cannot be written, or `.orch/breakers` is no real folder"
    case .workerPaused: "the breaker paused the worker"
    case .budget: "the [budget](#budgets) is used up, or costs cannot be read and written"
    case .noRepository:
      "the worker has `worktree`, and there is no git repository, or no repository with the name in `repo`"
    case .noCommit: "the worker has `worktree`, and the repository has no commit"
    case .git: "git merges, rebases or bisects, or has just checked out a commit"
    case .branchOnHost:
      "only [another machine](postgresql.md#on-each-machine) has a branch on which the row builds"
    case .forge:
      "the worker has [`integrate: pr`](forge.md), and `gh` is logged out, or there is no remote"
    case .worktree:
      "the worker has `worktree`, and git cannot create a worktree, for example because a branch is called `orch`"
    case .badBrief: "the row's brief is no plain, readable file"
    case .workerBusy: "the worker has `max` rows"
    case .malformedRow, .noRow, .leased, .duplicate, .nearMiss, .waits, .dependencyCycle, .backsOff,
      .deferred,
      .needsApproval, .workersBusy, .sameLabel, .sameWork, .overlaps, .attemptsUsedUp,
      .unknownWorker, .paused,
      .next, .queued, .inProgress, .blocked, .failed, .done:
      nil
    }
  }
}

extension JournalEntry.Field {
  fileprivate var meaning: String {
    switch self {
    case .seq: "the number of the entry, from 1, which is also the number of the generation"
    case .ts: "ISO 8601 time at the queue's offset"
    case .trace: "trace id of the command"
    case .run: "the id of the program's run, if the trace id was given by the caller"
    case .head:
      "the branch that is checked out or rebased, as `ref: refs/…`, or the commit; otherwise null"
    case .commit: "the commit that was checked out; absent if there was none"
    case .reflog: "the size of the reflog of `HEAD` in bytes; absent if there is no reflog"
    case .command:
      "the subcommand; `external_edit` for a save; `merge` if the rewrite only merges saves; "
        + "`queue_id` if it only records `queue` or `ids`; `copy` if it brings "
        + "[the rows of a copy](storage.md#a-copy-of-a-whole-queue), whose history is in the "
        + "entries before. No command shows the last three kinds in a history"
    case .actor: "the session, else `user@host`; `external` for a save"
    case .id: "the row; null for several and for a save"
    case .before, .after:
      "the changed cells by column, `-` for an empty cell; `before` is empty for a new row. For a row that was "
        + "moved, `row_above` is the id of the row above, `-` at the top"
    case .identity:
      "the file that is at the path after the entry; `dev` and `ino` are strings, because JSON numbers "
        + "keep 53 bits"
    case .lineEnd: "whether that file ends with a line end"
    case .textAfter: "whether it has text after the table"
    case .displaced: "the file that was there before; null for a save"
    case .patch:
      "the changes since the entry before: the position in bytes, the number of removed bytes, and the new text"
    case .version:
      "given instead of patches: `kept` if `versions/N` has the file, `unchanged` if the file at the path is no queue"
    case .base: "the file in `versions/` on which the patches build"
    case .origin:
      "of a save: the entry of its merge base; absent if the save was accepted unchanged"
    case .git:
      "of [what git brought](#what-git-brings): the entry of its base; 0 for another branch, or if no entry has the base"
    case .partOf:
      "of a save: the later entry that merged the save; without that entry this one is ignored"
    case .merges:
      "of a save: rows that were put back or in conflict: `id`, `fate` (`merged`, `added_since`, "
        + "`deleted_but_changed`, `removed_but_saved`, `taken_back`, `added_twice`), `put_back` and "
        + "`lost` with `column`, `kept`, `dropped`"
    case .conflicts: "the number of all conflicts; absent if there were none"
    case .inPlace:
      "of a rewrite in place: `begun` in its first line, and `ended` in its second line"
    case .behind:
      "of a removed row: the id of the row above it, null for the first row"
    case .guardrail, .reviewGate:
      "the findings on a report: [json.md](json.md). If the report changes no cell, the file is replaced by "
        + "one with the same bytes"
    case .failure:
      "the [class](workers.md#failure-classes) of the failed attempt that the change ends"
    case .claimBefore:
      "if the change ends a worker's claim or changes its consecutive failures: `ended`, the claim's "
        + "number, and `failures` with the earlier `class` and `count`; null if there were none"
    case .digest:
      "of [a decision](storage.md#decisions), and of a row that begins to wait for one: the digest of its "
        + "content"
    case .work:
      "of an approval of other work than the judged work: its `commit`, `tree` and `integrate`"
    case .brief: "true if the row's brief changed with the entry, even if no cell changed"
    case .source:
      "of a change that git brought: the `commit` that made it, and that commit's `author`"
    case .undoesCommand: "of an `undo` of a whole command: its `run`, else its `trace`"
    case .undoes: "of an `undo`: the entry that it took back"
    case .rows:
      "several rows, each with `id`, `before`, `after`, and the fields about a row above. `after` is "
        + "empty for a removed row"
    case .facts:
      "[facts](events.md#facts), each with `event` and its fields. An entry without a row leaves the "
        + "file unchanged"
    case .request:
      "of rows that were added with [`--key`](cli.md#add-edit-rm-list): the `key`, and as `digest` the SHA-256 "
        + "of the request"
    case .ids:
      "the highest numbers of removed ids by prefix, up to 64 and the queue's own; absent until "
        + "they are needed"
    case .claims:
      "new claims by id: `number`, `nonce`, `made_at`, `lost`, `failures`, `worker` if `orch` "
        + "started a worker, `lease` with `owner`, `expires_at`, `heartbeat`; null if the claim is gone"
    case .claimed:
      "`seq` of the last entry with `claims`, and the highest claim `number`; absent if there was "
        + "none"
    case .queue: "the id that the queue shares with [its database](storage.md#two-copies)"
    case .queueOffered: "the id of the queue, while no database has it"
    }
  }
}
