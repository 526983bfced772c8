extension Refusal {
  /// What would work.
  public var hint: String {
    switch self {
    case .notFound: "orch list shows the rows"
    case .alreadyExists: "choose another id, or leave --id out for the next free one"
    case .illFormedID: ItemID.rule
    case .repeatedID: "give all but one of them another id"
    case .malformedRow(_, line: nil, _): "mend the row in the database; ops verify lists them"
    case .malformedRow: "mend the line in the file; orch lint shows where"
    case .wrongState(let item, let action): remedy(item, action)
    case .notOwner(let item, let action, _): remedy(notOwner: item, action)
    case .waits(_, let blockers):
      "finish \(blockers.map(\.id.escaped).joined(separator: ", ")) first"
    case .backsOff: "wait, or remove retry_not_before from its notes"
    case .dependencyCycle: "leave one of them out of --after"
    case .permanentFailure: "--force tries it again all the same"
    case .attemptsUsedUp: "--force tries it again all the same"
    case .leased(let item, let lease, let action, _): remedy(item, lease, action)
    case .leaseEnded(let item, let lease):
      "orch lease acquire --id \(item.id.escaped) --owner-session \(lease.owner.escaped) takes it "
        + "again, unless somebody else does first"
    case .noLease(let item, let session?):
      "orch lease acquire --id \(item.id.escaped) --owner-session \(session.escaped) takes one, "
        + "unless somebody else has it"
    case .noLease(_, nil): "name a session with --owner-session"
    case .staleAttempt(let item, _, let action): remedy(staleAttemptOf: item, action)
    case .missingAttempt:
      "name it with --attempt; a worker has it as ORCH_ATTEMPT; --force overrides"
    case .nothingToUndo(let id?): "orch history --id \(id.escaped) shows what happened to it"
    case .noMergeToUndo: "orch history shows what was saved and merged"
    case .nothingToUndo(nil):
      "orch history shows what happened; orch undo --id ID takes a row's last change back"
    case .notYours: "a person may take it back: leave the session out"
    case .changedSince(let entry, _, _):
      "orch history --id \(entry.escapedID) shows both; change the row itself"
    case .neededBy(let id, _): "take \(id.escaped) out of their after first"
    case .notDeleted: "it is in the table, not deleted"
    case .neverDeleted: "the history tells of no row of this id that was deleted"
    case .unreadableDeletion(let id):
      "orch history --id \(id.escaped) shows its cells; write the row into the table by hand"
    case .otherStatus: "nothing was changed; look what it would do now"
    case .movedOn: "nothing was changed; the verdict is of an earlier claim or state"
    case .criteriaChanged: "nothing was changed; review it again"
    case .notAwaited(let item, _):
      switch item.awaited {
      case .answer: "a worker asked: orch answer \(item.id.escaped) TEXT"
      case .approval:
        "orch approve \(item.id.escaped), or orch reject \(item.id.escaped) --reason R"
      case nil: "orch show \(item.id.escaped) tells how it stands"
      }
    case .otherQuestion(let item, _): "orch show \(item.id.escaped) has the question in its notes"
    }
  }

  private func remedy(_ item: QueueItem, _ action: Action) -> String {
    switch action {
    case .pick: "only PENDING rows are picked; \(next(item))"
    case .assign: "only IN_PROGRESS rows have an owner; \(next(item))"
    case .release: "only IN_PROGRESS rows are released; \(next(item))"
    case .retry where item.record != nil:
      "only FAILED rows are retried, and those whose lease ran out; BLOCKED ones with --force"
    case .retry: "only FAILED and BLOCKED rows are retried; \(next(item))"
    case .lease: "only unfinished rows are leased; \(next(item))"
    case .finish(.blocked): "orch block --force changes it all the same"
    case .finish(.failed): "orch fail --force changes it all the same"
    case .finish(.done), .finish(.pending), .finish(.inProgress):
      "orch done --force changes it all the same"
    case .cancel: "only unfinished rows are cancelled"
    case .undo: "orch history --id \(item.id.escaped) shows what happened to it"
    case .replan: "ops replan --force opens it again"
    case .review: "only unfinished rows are reviewed; \(next(item))"
    case .report where item.status.isFinished:
      "a report is taken for a row IN_PROGRESS; \(next(item))"
    case .report: "a report is taken for a row IN_PROGRESS; \(next(item)), or --force overrides"
    }
  }

  /// The command that moves a row on from where it stands.
  private func next(_ item: QueueItem) -> String {
    let id = item.id.escaped
    return switch item.status {
    case .pending: "orch pick --id \(id) claims it"
    case .inProgress: "orch release --id \(id) --force frees it"
    case .failed, .blocked: "ops retry --id \(id) takes it back"
    case .done: "ops replan --id \(id) --force opens it again"
    }
  }

  /// What helps who is kept off a row by another's lease.
  private func remedy(_ item: QueueItem, _ lease: Lease, _ action: Action) -> String {
    switch action {
    case .finish, .report: "the work has passed to that session; --force overrides"
    case .release: "orch release --id \(item.id.escaped) --force frees it"
    case .pick, .lease, .assign, .cancel, .replan, .retry, .undo, .review:
      switch item.status {
      case .pending, .inProgress:
        "wait until then, or free it: orch release --id \(item.id.escaped) --force"
      case .done, .failed, .blocked: "wait until then"
      }
    }
  }

  /// What helps who works for a claim that is over.
  private func remedy(staleAttemptOf item: QueueItem, _ action: Action) -> String {
    let state = item.status == .inProgress ? "it was claimed anew since" : next(item)
    return switch action {
    case .lease, .undo, .review: state
    case .report where item.status.isFinished: state
    case .pick, .assign, .release, .cancel, .replan, .retry, .finish, .report:
      "\(state); --force overrides"
    }
  }

  private func remedy(notOwner item: QueueItem, _ action: Action) -> String {
    switch action {
    case .assign: "name its owner with --from, or use --force"
    case .release: "release it as --owner-session \(item.shownOwner), or use --force"
    case .finish, .pick, .cancel, .replan, .retry, .lease, .undo, .review, .report:
      "--force overrides the owner"
    }
  }
}
