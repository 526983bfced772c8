import QueueModel

/// What the programs say in English.
enum English {}

extension English {
  static func text(of refusal: Refusal) -> String {
    switch refusal {
    case .notFound(let id): "Row id not found: \(id.escaped)"
    case .alreadyExists(let id): "Row id already exists: \(id)"
    case .illFormedID(let id): "Row id is ill-formed: \(id.escaped)"
    case .repeatedID(let id, let lines):
      "Row id stands in several rows: \(id.escaped), \(list(lines))"
    case .notRepeated(let id, let line, _):
      "Line \(line) has none of several rows with the id \(id.escaped)"
    case .malformedRow(let id, let line, let problem):
      "The row \(id.escaped)\(line.map { " in line \($0)" } ?? "") cannot be changed: \(problem)"
    case .wrongState(let item, _): "\(item.id.escaped) is \(state(of: item))"
    case .notOwner(let item, _, let session):
      "\(item.id.escaped) belongs to \(shownOwner(of: item))"
        + (session.map { ", not to \($0.escaped)" } ?? "")
    case .waits(let id, let blockers):
      "\(id) waits for " + blockers.map { text(of: $0) }.joined(separator: ", ")
    case .backsOff(let id, let until, let now):
      "\(id) is not tried again before "
        + QueueTime(epochSeconds: until, zone: now.zone).text
    case .dependencyCycle(let ids):
      "The rows would wait for each other: " + ids.map(\.escaped).joined(separator: " -> ")
    case .permanentFailure(let id): "\(id.escaped) failed for good (failure=permanent)"
    case .attemptsUsedUp(let item, let limit):
      "\(item.id.escaped) has used up its attempts: \(item.attemptCount) of \(limit)"
    case .leased(let item, let lease, _, let now):
      "\(item.id.escaped) is leased to \(lease.owner.escaped) until \(end(of: lease, now))"
    case .leaseEnded(let item, let lease):
      "The lease of \(lease.owner.escaped) on \(item.id.escaped) has ended"
    case .noLease(let item, let session?):
      "\(session.escaped) has no lease on \(item.id.escaped), which is \(state(of: item))"
    case .noLease(let item, nil): "No session is named for the lease on \(item.id.escaped)"
    case .staleClaim(let item, let claimToken, _):
      "The attempt \(claimToken.escaped) of \(item.id.escaped) is over: the row is \(state(of: item))"
    case .missingClaimToken(let item):
      "\(item.id.escaped) was started by orch: it takes a report only with its attempt's token"
    case .nothingToUndo(let id?): "There is nothing to undo of \(id.escaped)"
    case .irreversible(let entry, .renaming):
      "The last change gave \(escapedID(of: entry)) this id, which is not taken back"
    case .irreversible(let entry, .unknownStatus(let text)):
      "The status of \(escapedID(of: entry)) before \(entry.command) was '\(text.escaped)', which is no status"
    case .irreversible(let entry, .endOfAttempt):
      "The worker of \(escapedID(of: entry)) is gone: its attempt can't be given back"
    case .irreversible(let entry, .addedInEditor):
      "\(escapedID(of: entry)) was added by a save in an editor, which undo does not take back"
    case .noMergeToUndo: "There is no merge of a save to undo"
    case .nothingToUndo(nil): "There is nothing of yours to undo"
    case .notYours(let entry):
      "The last change of \(escapedID(of: entry)), \(entry.command), was made by \(entry.actor.escaped)"
    case .changedSince(let entry, let field, let text):
      "\(escapedID(of: entry)) was changed since \(entry.command): \(field) is now "
        + "\((text ?? "-").escaped)"
    case .editedMeanwhile(let item, let field):
      "\(item.id.escaped) was changed meanwhile: \(field.rawValue) is now "
        + "\((field.text(of: item, Policy()) ?? "-").escaped)"
    case .neededBy(let id, let waiting):
      "\(waiting.map(\.escaped).joined(separator: ", ")) \(waiting.count == 1 ? "waits" : "wait") "
        + "for \(id.escaped)"
    case .notDeleted(let id): "Row id already exists: \(id.escaped)"
    case .neverDeleted(let id): "Row id not found: \(id.escaped)"
    case .unreadableDeletion(let id): "The deleted row \(id.escaped) cannot be read"
    case .otherStatus(let item, let status):
      "\(item.id.escaped) is \(state(of: item)), and not \(status.rawValue) any more"
    case .movedOn(let item):
      "\(item.id.escaped) is \(state(of: item)); it changed after the report was judged"
    case .criteriaChanged(let item, _):
      "The success criteria of \(item.id.escaped) changed after the report was judged"
    case .notAwaited(let item, .answer):
      "\(item.id.escaped) waits for no answer: it is \(state(of: item))"
    case .notAwaited(let item, .approval):
      "\(item.id.escaped) waits for no approval: it is \(state(of: item))"
    case .otherQuestion(let item, let number):
      "question \(number) of \(item.id.escaped) is not the one that it waits with, "
        + "\(item.questionNumber)"
    }
  }

  static func text(of blocker: Dependencies.Blocker) -> String {
    "\(blocker.id.escaped) (\(blocker.status?.rawValue ?? "no readable row"))"
  }

  static func shownOwner(of item: QueueItem) -> String { item.ownerSession?.escaped ?? "nobody" }

  private static func escapedID(of entry: HistoryEntry) -> String { (entry.id ?? "").escaped }

  private static func state(of item: QueueItem) -> String {
    item.status == .inProgress && item.ownerSession != nil
      ? "IN_PROGRESS, owned by \(shownOwner(of: item))" : item.status.rawValue
  }

  /// The end of a lease, as cells have times.
  private static func end(of lease: Lease, _ now: QueueTime) -> String {
    lease.expiresAt == .max ? "it is released" : lease.end(at: now).text
  }

  private static func list(_ lines: [Int]) -> String {
    "lines " + lines.map(String.init).joined(separator: " and ")
  }
}

// MARK: Hints

extension English {
  static func hint(of refusal: Refusal) -> String {
    switch refusal {
    case .notFound: "orch list shows the rows"
    case .alreadyExists: "choose another id, or leave --id out for the next free one"
    case .illFormedID: ItemID.rule
    case .repeatedID(let id, let lines):
      "orch edit \(id.escaped) --line \(lines.last ?? 0) --id NEW gives one of them another id"
    case .notRepeated(_, _, let lines) where lines.count > 1: "they stand in \(list(lines))"
    case .notRepeated: "only an id that several rows share can be changed"
    case .malformedRow(_, line: nil, _): "mend the row in the database; ops verify lists them"
    case .malformedRow: "mend the line in the file; orch lint shows where"
    case .wrongState(let item, let action): hint(inWrongState: item, action)
    case .notOwner(let item, let action, _): hint(ifNotOwnerOf: item, action)
    case .waits(_, let blockers):
      "finish \(blockers.map(\.id.escaped).joined(separator: ", ")) first"
    case .backsOff(let id, _, _): "wait, or let it start at once: ops retry \(id)"
    case .dependencyCycle: "leave one of them out of --after"
    case .permanentFailure: "--force tries it again all the same"
    case .attemptsUsedUp: "--force tries it again all the same"
    case .leased(let item, _, let action, _): hint(whileLeased: item, action)
    case .leaseEnded(let item, let lease):
      "orch lease acquire --id \(item.id.escaped) --owner-session \(lease.owner.escaped) takes it "
        + "again, unless somebody else does first"
    case .noLease(let item, let session?):
      "orch lease acquire --id \(item.id.escaped) --owner-session \(session.escaped) takes one, "
        + "unless somebody else has it"
    case .noLease(_, nil): "name a session with --owner-session"
    case .staleClaim(let item, _, let action): hint(afterStaleClaimOf: item, action)
    case .missingClaimToken:
      "name it with --attempt; a worker has it as ORCH_ATTEMPT; --force overrides"
    case .nothingToUndo(let id?): "orch history --id \(id.escaped) shows what happened to it"
    case .irreversible(_, .renaming): "orch undo --id ID takes the last change of another row back"
    case .irreversible(let entry, .unknownStatus):
      "orch history --id \(escapedID(of: entry)) shows both; change the row itself"
    case .irreversible(let entry, .endOfAttempt):
      "ops retry \(escapedID(of: entry)), or ops replan \(escapedID(of: entry)) --force, lets another attempt begin"
    case .irreversible(let entry, .addedInEditor): "orch rm \(escapedID(of: entry)) removes it"
    case .noMergeToUndo: "orch history shows what was saved and merged"
    case .nothingToUndo(nil):
      "orch history shows what happened; orch undo --id ID takes a row's last change back"
    case .notYours: "a person may take it back: leave the session out"
    case .changedSince(let entry, _, _):
      "orch history --id \(escapedID(of: entry)) shows both; change the row itself"
    case .editedMeanwhile(let item, _):
      "nothing was changed; orch show \(item.id.escaped) shows the row, orch edit begins anew"
    case .neededBy(let id, _):
      "remove \(id.escaped) from the 'after' of those rows first, or use orch rm --force"
    case .notDeleted: "it is in the table, not deleted"
    case .neverDeleted: "the history has no deleted row with this id"
    case .unreadableDeletion(let id):
      "orch history --id \(id.escaped) shows its cells; write the row into the table by hand"
    case .otherStatus: "nothing was changed; see first what it would do now"
    case .movedOn: "nothing was changed; the verdict is of an earlier claim or state"
    case .criteriaChanged: "nothing was changed; review it again"
    case .notAwaited(let item, _):
      switch item.awaited {
      case .answer: "a worker asked: orch answer \(item.id.escaped) TEXT"
      case .approval:
        "orch approve \(item.id.escaped), or orch reject \(item.id.escaped) --reason R"
      case nil: "orch show \(item.id.escaped) shows its state"
      }
    case .otherQuestion(let item, _): "orch show \(item.id.escaped) has the question in its notes"
    }
  }

  private static func hint(inWrongState item: QueueItem, _ action: Refusal.Action) -> String {
    switch action {
    case .pick: "only PENDING rows are picked; \(next(item))"
    case .assign: "only IN_PROGRESS rows have an owner; \(next(item))"
    case .release: "only IN_PROGRESS rows are released; \(next(item))"
    case .retry where item.record != nil:
      "only FAILED rows are retried, those that back off or whose lease ran out, and BLOCKED ones "
        + "with --force"
    case .retry: "only FAILED and BLOCKED rows are retried, and those that back off; \(next(item))"
    case .lease: "only unfinished rows are leased; \(next(item))"
    case .finish(.blocked): "orch block --force changes it all the same"
    case .finish(.failed): "orch fail --force changes it all the same"
    case .finish(.done), .finish(.pending), .finish(.inProgress):
      "orch done --force changes it all the same"
    case .cancel: "only unfinished rows are cancelled"
    case .edit: "orch show \(item.id.escaped) shows its state"
    case .remove:
      "orch release --id \(item.id.escaped) --force frees it; --force removes it all the same"
    case .undo: "orch history --id \(item.id.escaped) shows what happened to it"
    case .replan: "ops replan --force opens it again"
    case .review: "only unfinished rows are reviewed; \(next(item))"
    case .report where item.status.isFinished:
      "a report is taken for a row IN_PROGRESS; \(next(item))"
    case .report: "a report is taken for a row IN_PROGRESS; \(next(item)), or --force overrides"
    }
  }

  /// The command that changes the status of the row.
  private static func next(_ item: QueueItem) -> String {
    let id = item.id.escaped
    return switch item.status {
    case .pending: "orch pick --id \(id) claims it"
    case .inProgress: "orch release --id \(id) --force frees it"
    case .failed, .blocked: "ops retry --id \(id) takes it back"
    case .done: "ops replan --id \(id) --force opens it again"
    }
  }

  /// What helps a session while another one has the lease of the row.
  private static func hint(whileLeased item: QueueItem, _ action: Refusal.Action) -> String {
    switch action {
    case .finish, .report: "the work has passed to that session; --force overrides"
    case .edit, .remove: "--force overrides the lease"
    case .release: "orch release --id \(item.id.escaped) --force frees it"
    case .pick, .lease, .assign, .cancel, .replan, .retry, .undo, .review:
      switch item.status {
      case .pending, .inProgress:
        "wait until then, or free it: orch release --id \(item.id.escaped) --force"
      case .done, .failed, .blocked: "wait until then"
      }
    }
  }

  /// What helps a session whose claim of the row is over.
  private static func hint(afterStaleClaimOf item: QueueItem, _ action: Refusal.Action) -> String {
    let state = item.status == .inProgress ? "it was claimed anew since" : next(item)
    return switch action {
    case .lease, .undo, .review: state
    case .report where item.status.isFinished: state
    case .pick, .assign, .release, .cancel, .replan, .retry, .finish, .report, .edit, .remove:
      "\(state); --force overrides"
    }
  }

  private static func hint(ifNotOwnerOf item: QueueItem, _ action: Refusal.Action) -> String {
    switch action {
    case .assign: "name its owner with --from, or use --force"
    case .release: "release it as --owner-session \(shownOwner(of: item)), or use --force"
    case .finish, .pick, .cancel, .replan, .retry, .lease, .undo, .review, .report, .edit, .remove:
      "--force overrides the owner"
    }
  }
}
